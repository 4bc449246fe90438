use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::error::{Code, Issue, Place};
use crate::model::Instant;

/// A point in time as written in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    At(Instant),
    /// The start of this local day.
    Day(NaiveDate),
}

impl Moment {
    pub fn instant(self, zone: Tz) -> Result<Instant, Issue> {
        match self {
            Moment::At(at) => Ok(at),
            Moment::Day(date) => {
                // a day that starts with a skipped hour starts when the clock has moved on
                let hours = (0..24).filter_map(|hour| date.and_hms_opt(hour, 0, 0));
                let start = hours.filter_map(|local| zone.from_local_datetime(&local).earliest()).next();
                let message = format!("{date} does not exist in {zone}");
                let skipped = || Issue::error(Code::NoOffset, Place::default(), message, "give another day");
                start.map(|at| at.with_timezone(&Utc)).ok_or_else(skipped)
            }
        }
    }

    /// As analysts write it. A time without an offset is UTC; a date is the start of the local day.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(date) = text.parse::<NaiveDate>() {
            return Some(Moment::Day(date));
        }
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Some(Moment::At(at.with_timezone(&Utc)));
        }
        let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
        let naive = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
        let zoned = ["%Y-%m-%d %H:%M:%S%#z", "%Y-%m-%d %H:%M%#z"];
        let zoned = zoned.iter().find_map(|form| DateTime::parse_from_str(text, form).ok());
        naive.map(|naive| naive.and_utc()).or(zoned.map(|at| at.with_timezone(&Utc))).map(Moment::At)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_analysts_write_them() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).ok().map(|at| Moment::At(at.with_timezone(&Utc)));
        assert_eq!(Moment::parse("2026-01-05T06:00:00Z"), at("2026-01-05T06:00:00Z"));
        assert_eq!(Moment::parse("2026-01-05 06:00"), at("2026-01-05T06:00:00Z"));
        assert_eq!(Moment::parse("2026-01-05 00:00:00-06"), at("2026-01-05T06:00:00Z"));
        assert_eq!(Moment::parse("2026-01-05"), NaiveDate::from_ymd_opt(2026, 1, 5).map(Moment::Day));
        assert_eq!(Moment::parse("next week"), None);
    }

    #[test]
    fn a_day_starts_at_its_first_hour_even_where_midnight_is_skipped() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map(Moment::Day).expect("a date");
        let start = |moment: Moment, zone: Tz| moment.instant(zone).map(|at| at.to_rfc3339());
        assert_eq!(start(day(2026, 1, 5), chrono_tz::America::Chicago).as_deref(), Ok("2026-01-05T06:00:00+00:00"));
        // Lebanon moves its clocks at midnight
        assert_eq!(start(day(2026, 3, 29), chrono_tz::Asia::Beirut).as_deref(), Ok("2026-03-28T22:00:00+00:00"));
    }
}
