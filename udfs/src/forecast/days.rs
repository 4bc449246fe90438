use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate};
use chrono_tz::Tz;

use crate::error::{Code, Issue, Issues, Place};
use crate::functions::Moment;
use crate::model::{Instant, Span};

/// How far a forecast looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    Daily,
    Weekly,
    Monthly,
}

impl Period {
    pub const NAMES: &str = "daily, weekly, monthly";

    fn days(self) -> usize {
        match self {
            Period::Daily => 1,
            Period::Weekly => 7,
            Period::Monthly => 30,
        }
    }
}

impl FromStr for Period {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "daily" => Ok(Period::Daily),
            "weekly" => Ok(Period::Weekly),
            "monthly" => Ok(Period::Monthly),
            _ => Err(()),
        }
    }
}

/// A site-local day, of 23, 24 or 25 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub span: Span,
}

/// The local days that the period from `at` touches. They are whole, because a day's demand charges cannot be cut: from
/// the start of a day on there are 1, 7 or 30 of them, from later on one more.
pub fn days(at: Instant, period: Period, zone: Tz) -> Result<Vec<Day>, Issues> {
    let first = date_of(at, zone)?;
    let starts_here = Moment::Day(first).instant(zone)? == at;
    let count = period.days() + usize::from(!starts_here);
    let day = |date: NaiveDate| -> Result<Day, Issues> {
        let next = date.succ_opt().ok_or_else(out_of_range)?;
        Ok(Day { date, span: Span { start: Moment::Day(date).instant(zone)?, end: Moment::Day(next).instant(zone)? } })
    };
    first.iter_days().take(count).map(day).collect()
}

fn date_of(at: DateTime<chrono::Utc>, zone: Tz) -> Result<NaiveDate, Issues> {
    // far from where dates end, which no zone's offset then reaches
    if !(1900..=9999).contains(&at.year()) {
        return Err(out_of_range().into());
    }
    Ok(at.with_timezone(&zone).date_naive())
}

fn out_of_range() -> Issue {
    let place = Place::new("cost_forecast").column("at");
    Issue::error(Code::OutOfRange, place, "the time is not of this era", "give a time from 1900 to 9999")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use chrono_tz::America::Chicago;

    fn dates(at: (i32, u32, u32, u32), period: Period) -> Vec<(String, i64)> {
        let at = Chicago.with_ymd_and_hms(at.0, at.1, at.2, at.3, 0, 0).unwrap().to_utc();
        let days = days(at, period, Chicago).unwrap();
        days.iter().map(|day| (day.date.to_string(), day.span.minutes() / 60)).collect()
    }

    fn named(days: &[(&str, i64)]) -> Vec<(String, i64)> {
        days.iter().map(|(date, hours)| (date.to_string(), *hours)).collect()
    }

    #[test]
    fn a_day_is_local_and_as_long_as_its_clock_makes_it() {
        assert_eq!(dates((2026, 3, 8, 0), Period::Daily), named(&[("2026-03-08", 23)]));
        assert_eq!(dates((2026, 11, 1, 0), Period::Daily), named(&[("2026-11-01", 25)]));
    }

    #[test]
    fn from_within_a_day_on_the_last_one_is_touched_too() {
        assert_eq!(dates((2026, 1, 5, 18), Period::Daily), named(&[("2026-01-05", 24), ("2026-01-06", 24)]));
        assert_eq!(dates((2026, 1, 5, 0), Period::Weekly).len(), 7);
        assert_eq!(dates((2026, 1, 5, 1), Period::Weekly).len(), 8);
        assert_eq!(dates((2026, 1, 5, 0), Period::Monthly).last(), Some(&("2026-02-03".to_string(), 24)));
    }

    #[test]
    fn the_ends_of_time_are_an_error() {
        for at in [Instant::MIN_UTC, Instant::MAX_UTC] {
            assert_eq!(days(at, Period::Monthly, Chicago).unwrap_err().0[0].code, Code::OutOfRange);
        }
    }
}
