use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use udfs::error::Place;
use udfs::model::Instant;
use udfs::{Code, Issue};

use crate::erp::wall_clock;

/// One entity's properties.
#[derive(Debug)]
pub struct Entity<'a> {
    pub place: Place,
    pub values: &'a Map<String, Value>,
}

impl<'a> Entity<'a> {
    /// A text that is not empty.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.values.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    /// `X`, or a true boolean of newer services.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.values.get(name), Some(Value::Bool(true))) || self.text(name) == Some("X")
    }

    /// A text, so that no digit is lost; numbers are taken, too.
    pub fn decimal(&self, name: &str) -> Result<Option<Decimal>, Issue> {
        let written = match self.values.get(name) {
            Some(Value::String(text)) => text.trim().to_string(),
            Some(Value::Number(number)) => number.to_string(),
            _ => return Ok(None),
        };
        if written.is_empty() {
            return Ok(None);
        }
        written.parse().map(Some).map_err(|_| self.wrong(name, &written, "a decimal number"))
    }

    /// A date and a time of the plant's clock as one instant. An empty date is none.
    pub fn wall_clock(&self, date: &str, time: &str, zone: Option<Tz>) -> Result<Option<Instant>, Issue> {
        let Some(day) = self.written(date)? else { return Ok(None) };
        let of_day = match self.text(time) {
            None => TimeDelta::zero(),
            Some(text) => duration(text).ok_or_else(|| self.wrong(time, text, "a time such as PT06H00M00S"))?,
        };
        let local = day.naive_utc().date().and_time(NaiveTime::MIN).checked_add_signed(of_day);
        let local = local.ok_or_else(|| self.wrong(date, &day.to_string(), "a date of our time"))?;
        wall_clock::instant(local, zone, || self.place.clone().column(date)).map(Some)
    }

    /// An instant, as of `Edm.DateTimeOffset`.
    pub fn instant(&self, name: &str) -> Result<Option<Instant>, Issue> {
        self.written(name)
    }

    /// `/Date(ms)/`, of which the day counts, or `/Date(ms+offset)/`, an instant.
    fn written(&self, name: &str) -> Result<Option<Instant>, Issue> {
        let Some(text) = self.text(name) else { return Ok(None) };
        date(text).map(Some).ok_or_else(|| self.wrong(name, text, "a date such as /Date(1767225600000)/"))
    }

    fn wrong(&self, name: &str, found: &str, wanted: &str) -> Issue {
        let message = format!("\"{}\" is not {wanted}", found.chars().take(60).collect::<String>());
        Issue::error(Code::WrongType, self.place.clone().column(name), message, "correct the value there")
    }

    /// Properties that are not among the known ones.
    pub fn count_unknown(&self, known: &[&str], drift: &mut BTreeMap<String, u64>) {
        for name in self.values.keys().filter(|name| !name.starts_with("__") && !known.contains(&name.as_str())) {
            *drift.entry(name.clone()).or_default() += 1;
        }
    }
}

fn date(text: &str) -> Option<Instant> {
    let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    // the first character may be the sign of the milliseconds
    let end = inner.char_indices().skip(1).find(|(_, c)| matches!(c, '+' | '-')).map_or(inner.len(), |(at, _)| at);
    DateTime::from_timestamp_millis(inner[..end].parse().ok()?)
}

/// `PT06H00M00S`, up to the end of a day.
fn duration(text: &str) -> Option<TimeDelta> {
    let mut left = text.strip_prefix("PT")?;
    let mut seconds = 0_i64;
    for (unit, factor) in [('H', 3600), ('M', 60), ('S', 1)] {
        if let Some((number, rest)) = left.split_once(unit) {
            let whole = number.split('.').next().unwrap_or_default();
            seconds += whole.parse::<i64>().ok().filter(|number| (0..=86_400).contains(number))? * factor;
            left = rest;
        }
    }
    (left.is_empty() && seconds <= 86_400).then(|| TimeDelta::seconds(seconds))
}

/// When an entity was changed: an instant, or the digits of the system's clock.
pub fn at(entity: &Entity<'_>, name: &str, system_zone: Tz) -> Option<Instant> {
    let text = entity.text(name)?;
    let digits = NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").ok();
    // where the clock shows a time twice, the earlier one reads again what may be new
    let local =
        |at: NaiveDateTime| at.and_local_timezone(system_zone).earliest().map_or(at.and_utc(), |at| at.to_utc());
    digits.map(local).or_else(|| date(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(json: &str, work: impl Fn(&Entity<'_>) -> T) -> T {
        let values: Map<String, Value> = serde_json::from_str(json).expect("an object");
        work(&Entity { place: Place::new("sap"), values: &values })
    }

    #[test]
    fn a_date_and_a_time_are_the_plants() {
        let json = r#"{"D": "\/Date(1767225600000)\/", "T": "PT06H30M00S", "E": "PT24H00M00S", "B": "/Date(soon)/"}"#;
        let zone = "America/Chicago".parse().ok();
        let read = |date: &str, time: &str| with(json, |entity| entity.wall_clock(date, time, zone));
        assert_eq!(read("D", "T").expect("a time").expect("given").to_rfc3339(), "2026-01-01T12:30:00+00:00");
        assert_eq!(read("D", "E").expect("a time").expect("given").to_rfc3339(), "2026-01-02T06:00:00+00:00");
        assert_eq!(read("D", "none").expect("a time").expect("given").to_rfc3339(), "2026-01-01T06:00:00+00:00");
        assert_eq!(read("none", "T").expect("no date"), None);
        assert_eq!(read("B", "T").map_err(|issue| issue.code), Err(Code::WrongType));
    }

    #[test]
    fn instants_may_be_before_1970_and_have_an_offset() {
        assert_eq!(date("/Date(-1000)/").expect("before").timestamp(), -1);
        assert_eq!(date("/Date(1000+0060)/").expect("after").timestamp(), 1);
        assert_eq!(date("/Date(-1000-0060)/").expect("before").timestamp(), -1);
        assert!(date("/Date()/").is_none() && date("2026-01-01").is_none());
        assert!(duration("PT25H").is_none() && duration("PTxS").is_none() && duration("6h").is_none());
    }

    #[test]
    fn numbers_keep_their_digits_and_flags_are_x() {
        let json = r#"{"Q": "500.000", "N": 2.5, "E": "", "W": "lots", "F": "X", "G": "", "H": true}"#;
        with(json, |entity| {
            assert_eq!(entity.decimal("Q").expect("a number").map(|n| n.to_string()).as_deref(), Some("500.000"));
            assert_eq!(entity.decimal("N").expect("a number").map(|n| n.to_string()).as_deref(), Some("2.5"));
            assert_eq!(entity.decimal("E").expect("nothing"), None);
            assert!(entity.decimal("W").is_err());
            assert!(entity.flag("F") && entity.flag("H") && !entity.flag("G") && !entity.flag("none"));
        });
    }
}
