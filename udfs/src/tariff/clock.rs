use chrono::{DateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

use crate::model::{Instant, Span};

pub(super) const DAY: i64 = 86_400;
const FIRST: i64 = 0; // 1970-01-01
const LAST: i64 = 130 * 365 * DAY + 32 * DAY; // 2100-01-01
/// Offsets change at most once in this time, near enough: no zone has turned its clocks twice in a week since 1970.
const PROBE: i64 = 7 * DAY;
const BUCKET_BITS: u32 = 22; // 48.5 days
const BUCKETS: usize = (LAST >> BUCKET_BITS) as usize + 1;

/// The wall clock of a time zone from 1970 to 2099, with the offsets from UTC kept as a sorted list.
#[derive(Debug, Clone)]
pub struct Clock {
    zone: Tz,
    /// `(from, offset)` in seconds, sorted; the first holds from the beginning.
    offsets: Vec<(i64, i64)>,
    /// By time bucket: the offset in force at the bucket's start.
    buckets: Vec<u16>,
}

/// What calendar and clock on the wall show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalMoment {
    /// Days since 1970-01-01.
    pub day: i64,
    pub second_of_day: i64,
}

impl LocalMoment {
    pub fn minute_of_day(self) -> u16 {
        u16::try_from(self.second_of_day / 60).unwrap_or(0)
    }
}

impl Clock {
    pub fn new(zone: Tz) -> Self {
        let mut offsets = vec![(i64::MIN, offset_of(zone, FIRST))];
        let mut before = FIRST;
        while before < LAST {
            let after = (before + PROBE).min(LAST);
            let (old, new) = (offset_of(zone, before), offset_of(zone, after));
            if old != new {
                offsets.push((first_with(zone, new, before, after), new));
            }
            before = after;
        }
        let in_force = |bucket: usize| offsets.partition_point(|(from, _)| *from <= (bucket as i64) << BUCKET_BITS) - 1;
        let buckets = (0..BUCKETS).map(|bucket| u16::try_from(in_force(bucket)).unwrap_or(0)).collect();
        Self { zone, offsets, buckets }
    }

    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Whether the clock knows the zone's rules at this time.
    pub fn covers(&self, span: Span) -> bool {
        FIRST <= span.start.timestamp() && span.end.timestamp() <= LAST
    }

    pub(super) fn covers_second(&self, utc: i64) -> bool {
        (FIRST..LAST).contains(&utc)
    }

    pub fn local(&self, at: Instant) -> LocalMoment {
        self.local_second(at.timestamp())
    }

    /// The first instant of a local date; of the calendar's first or last day, where it lies beyond.
    pub fn date_start(&self, date: chrono::NaiveDate) -> Instant {
        instant(self.day_start(i64::from(date.to_epoch_days()).clamp(FIRST / DAY, LAST / DAY)))
    }

    /// The local day that `at` lies in.
    pub fn day_of(&self, at: Instant) -> Span {
        let day = self.local(at).day;
        Span { start: instant(self.day_start(day)), end: instant(self.day_start(day + 1)) }
    }

    #[inline]
    pub(super) fn local_second(&self, utc: i64) -> LocalMoment {
        let local = utc + self.offsets[self.index(utc)].1;
        LocalMoment { day: local.div_euclid(DAY), second_of_day: local.rem_euclid(DAY) }
    }

    #[inline]
    fn index(&self, utc: i64) -> usize {
        let bucket = usize::try_from(utc >> BUCKET_BITS).unwrap_or(0).min(BUCKETS - 1);
        let mut index = usize::from(self.buckets[bucket]);
        while index + 1 < self.offsets.len() && self.offsets[index + 1].0 <= utc {
            index += 1;
        }
        index
    }

    /// When the offset next changes after `utc`.
    pub(super) fn next_change(&self, utc: i64) -> i64 {
        self.offsets.get(self.index(utc) + 1).map_or(i64::MAX, |(from, _)| *from)
    }

    /// The first second of a local day; where the clock skips midnight, the first that exists.
    pub(super) fn day_start(&self, day: i64) -> i64 {
        let midnight = day * DAY;
        let offset = |utc: i64| self.offsets[self.index(utc)].1;
        let (before, after) = (offset(midnight - DAY), offset(midnight + DAY));
        match [before, after].into_iter().find(|o| offset(midnight - o) == *o) {
            Some(o) => midnight - o,
            None => self.next_change(midnight - before.max(after)),
        }
    }
}

pub(super) fn instant(utc: i64) -> Instant {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(utc)
}

fn offset_of(zone: Tz, utc: i64) -> i64 {
    i64::from(zone.offset_from_utc_datetime(&instant(utc).naive_utc()).fix().local_minus_utc())
}

/// The first second in `(before, after]` with offset `new`.
fn first_with(zone: Tz, new: i64, mut before: i64, mut after: i64) -> i64 {
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if offset_of(zone, middle) == new { after = middle } else { before = middle }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_time_zone_database() {
        for zone in [
            Tz::UTC,
            Tz::America__Chicago,
            Tz::Europe__Berlin,
            Tz::Asia__Kathmandu,
            Tz::Australia__Lord_Howe,
            Tz::Africa__Casablanca,
        ] {
            let clock = Clock::new(zone);
            for step in 0..200_000 {
                let utc = 315_532_800 + step * 17_977; // 1980 to 2093, at odd times
                let local = utc + offset_of(zone, utc);
                let expected = LocalMoment { day: local.div_euclid(DAY), second_of_day: local.rem_euclid(DAY) };
                assert_eq!(clock.local_second(utc), expected, "{zone} {utc}");
            }
        }
    }

    #[test]
    fn a_day_starts_where_the_wall_clock_says() {
        let length = |zone, date: &str| {
            let day = date.parse::<chrono::NaiveDate>().unwrap().to_epoch_days();
            let clock = Clock::new(zone);
            (clock.day_start(i64::from(day) + 1) - clock.day_start(i64::from(day))) / 3600
        };
        assert_eq!(length(Tz::America__Chicago, "2026-03-08"), 23);
        assert_eq!(length(Tz::America__Chicago, "2026-11-01"), 25);
        assert_eq!(length(Tz::America__Chicago, "2026-01-05"), 24);
        assert_eq!(length(Tz::America__Sao_Paulo, "2018-11-04"), 23); // no midnight on that day
    }
}
