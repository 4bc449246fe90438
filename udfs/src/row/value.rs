use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::{Cell, Row};
use crate::error::Code;
use crate::model::{Decimal, Instant, LocalTime};

/// A type that a cell can be read as. The error is a code and what was expected.
pub trait FromCell: Sized {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)>;
}

fn expected<T>(what: &str) -> Result<T, (Code, String)> {
    Err((Code::WrongType, what.to_string()))
}

impl FromCell for Cell {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        Ok(cell.clone())
    }
}

impl FromCell for Row {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        match cell {
            Cell::Row(row) => Ok(row.clone()),
            _ => expected("an object"),
        }
    }
}

impl FromCell for Decimal {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        match cell {
            Cell::Number(value) => Ok(*value),
            Cell::Text(text) => {
                Decimal::from_str_exact(text.trim()).or_else(|_| expected("a decimal number such as 0.045"))
            }
            _ => expected("a decimal number"),
        }
    }
}

impl FromCell for i64 {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        let number = Decimal::from_cell(cell).or_else(|_| expected("a whole number"))?;
        if number.fract().is_zero() {
            number.try_into().or_else(|_| expected("a whole number"))
        } else {
            expected("a whole number")
        }
    }
}

impl FromCell for u32 {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        let number = i64::from_cell(cell)?;
        u32::try_from(number).map_err(|_| (Code::OutOfRange, "a whole number from 0".into()))
    }
}

impl FromCell for u64 {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        let number = i64::from_cell(cell)?;
        u64::try_from(number).map_err(|_| (Code::OutOfRange, "a whole number from 0".into()))
    }
}

impl FromCell for bool {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        match cell {
            Cell::Bool(value) => Ok(*value),
            Cell::Text(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            Cell::Text(text) if text.eq_ignore_ascii_case("false") => Ok(false),
            _ => expected("true or false"),
        }
    }
}

/// Text; a number counts as the text it is written with, because ids in spreadsheets are often typed as numbers.
impl FromCell for String {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        match cell {
            Cell::Text(text) => Ok(text.clone()),
            Cell::Number(number) => Ok(number.normalize().to_string()),
            _ => expected("a text"),
        }
    }
}

/// RFC 3339 with an offset, on a whole minute.
impl FromCell for Instant {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        let time = match cell {
            Cell::Time(time) => *time,
            Cell::Text(text) => parse_instant(text.trim())?,
            _ => return expected("a time such as 2026-01-05T06:00:00Z"),
        };
        if time.timestamp() % 60 != 0 || time.timestamp_subsec_nanos() != 0 {
            return Err((Code::NotWholeMinute, "a time on a whole minute".into()));
        }
        Ok(time)
    }
}

fn parse_instant(text: &str) -> Result<Instant, (Code, String)> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Ok(time.with_timezone(&Utc));
    }
    let naive = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    if naive.iter().any(|form| NaiveDateTime::parse_from_str(text, form).is_ok()) {
        return Err((
            Code::NoOffset,
            "a time with an offset, such as 2026-01-05T06:00:00Z or 2026-01-05T00:00:00-06:00".into(),
        ));
    }
    expected("a time such as 2026-01-05T06:00:00Z")
}

impl FromCell for NaiveDate {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        match cell {
            Cell::Date(date) => Ok(*date),
            Cell::Text(text) => text.trim().parse().or_else(|_| expected("a date such as 2026-01-05")),
            _ => expected("a date such as 2026-01-05"),
        }
    }
}

impl FromCell for LocalTime {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        match cell {
            Cell::Text(text) => {
                text.trim().parse().or_else(|()| expected("a local time from 00:00 to 24:00, such as 08:30"))
            }
            _ => expected("a local time such as 08:30"),
        }
    }
}

/// A list; in files, where a cell has no lists, text separated by commas.
impl<T: FromCell> FromCell for Vec<T> {
    fn from_cell(cell: &Cell) -> Result<Self, (Code, String)> {
        match cell {
            Cell::List(cells) => cells.iter().map(T::from_cell).collect(),
            Cell::Text(text) => {
                text.split(',').map(|part| T::from_cell(&Cell::Text(part.trim().to_string()))).collect()
            }
            Cell::Number(_) => Ok(vec![T::from_cell(cell)?]),
            _ => expected("a list"),
        }
    }
}
