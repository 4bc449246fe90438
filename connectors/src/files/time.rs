use chrono::{DateTime, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use udfs::Code;
use udfs::model::Instant;

use super::convert::Problem;
use super::local::resolve;

const WITH_OFFSET: [&str; 6] = [
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f %#z",
    "%Y-%m-%dT%H:%M%#z",
    "%Y-%m-%d %H:%M%#z",
    "%Y-%m-%d %H:%M %#z",
];
const WITHOUT_OFFSET: [&str; 4] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];

/// A time as it is written: with an offset, or by the clock on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    At(Instant),
    Local(NaiveDateTime),
}

/// A time written as text: in the given format, or ISO 8601. Nothing else is guessed: 05/01 is January to some and May
/// to others.
pub fn parse(text: &str, format: Option<&str>, zone: Option<Tz>, typed: bool) -> Result<Instant, Problem> {
    match written(text, format, typed)? {
        Written::At(at) => Ok(at),
        Written::Local(at) => resolve(at, zone),
    }
}

/// As [`parse`], without asking which instant a wall-clock time is.
pub fn written(text: &str, format: Option<&str>, typed: bool) -> Result<Written, Problem> {
    let text = text.trim();
    if let Some(format) = format {
        if let Ok(at) = DateTime::parse_from_str(text, format) {
            return Ok(Written::At(at.to_utc()));
        }
        if let Ok(at) = NaiveDateTime::parse_from_str(text, format) {
            return Ok(Written::Local(at));
        }
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(Written::At(at.to_utc()));
    }
    if let Some(at) = WITHOUT_OFFSET.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()) {
        return Ok(Written::Local(at));
    }
    if let Some(at) = WITH_OFFSET.iter().find_map(|form| DateTime::parse_from_str(text, form).ok()) {
        return Ok(Written::At(at.to_utc()));
    }
    Err(unclear(text, format, typed))
}

/// A date written as text, by the same rules.
pub fn parse_date(text: &str, format: Option<&str>, typed: bool) -> Result<NaiveDate, Problem> {
    let text = text.trim();
    let in_format = format.and_then(|format| NaiveDate::parse_from_str(text, format).ok());
    in_format.or_else(|| text.parse().ok()).ok_or_else(|| unclear(text, format, typed))
}

fn unclear(text: &str, format: Option<&str>, typed: bool) -> Problem {
    let shown: String = text.chars().take(60).collect();
    if text.parse::<NaiveDate>().is_ok() && format.is_none() {
        let message = format!("\"{shown}\" has no time of day");
        return Problem { code: Code::WrongType, message, fix: "write the time too, such as 2026-01-05 06:00".into() };
    }
    let code = if typed { Code::DateAsText } else { Code::WrongType };
    let message = match (format, typed) {
        (Some(format), _) => format!("\"{shown}\" is neither in the format {format} nor such as 2026-01-05T06:00"),
        (None, true) => format!("\"{shown}\" is a date typed as text, and can be read in more than one way"),
        (None, false) => format!("\"{shown}\" is not a time such as 2026-01-05T06:00"),
    };
    let format = "give its date_format in a mapping, such as \"%m/%d/%Y %H:%M\"";
    let fix = if typed {
        format!("turn the cell into a date, or {format}")
    } else {
        format!("write 2026-01-05T06:00, or {format}")
    };
    Problem { code, message, fix }
}
