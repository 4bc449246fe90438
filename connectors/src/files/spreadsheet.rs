use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Ods, Range, Reader, Xls, Xlsx, open_workbook_from_rs};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::Format;
use super::convert::iso_minutes;
use super::csv::too_many;
use super::raw::{Raw, RawRow, Sheet};

pub fn read(
    source: &str,
    bytes: &[u8],
    format: Format,
    header_row: impl Fn(&str) -> Option<usize>,
    max_rows: usize,
) -> Result<Vec<Sheet>, Issues> {
    let damaged = |message: String| {
        let fix = format!("check that the file opens as {}", format.as_str());
        Issues::from(Issue::error(Code::Malformed, Place::new(source), message, fix))
    };
    // a damaged file is the user's problem, a panic of the library would be ours
    let ranges = catch_unwind(AssertUnwindSafe(|| ranges(bytes, format)));
    let ranges = ranges.unwrap_or_else(|_| Err("the file is damaged".into())).map_err(damaged)?;
    let single = ranges.len() == 1;
    let mut sheets = Vec::new();
    for (name, range) in ranges {
        let source = if single { source.to_string() } else { format!("{source}!{name}") };
        if range.height() > max_rows.saturating_add(1) {
            return Err(too_many(&source, max_rows));
        }
        sheets.push(sheet(name.clone(), source, &range, header_row(&name)));
    }
    Ok(sheets)
}

fn ranges(bytes: &[u8], format: Format) -> Result<Vec<(String, Range<Data>)>, String> {
    fn all<'a, R: Reader<Cursor<&'a [u8]>>>(bytes: &'a [u8]) -> Result<Vec<(String, Range<Data>)>, String>
    where
        R::Error: std::fmt::Display,
    {
        let mut book: R = open_workbook_from_rs(Cursor::new(bytes)).map_err(|e: R::Error| e.to_string())?;
        let names = book.sheet_names();
        names
            .into_iter()
            .map(|name| Ok((name.clone(), book.worksheet_range(&name).map_err(|e| e.to_string())?)))
            .collect()
    }
    match format {
        Format::Xls => all::<Xls<_>>(bytes),
        Format::Ods => all::<Ods<_>>(bytes),
        _ => all::<Xlsx<_>>(bytes),
    }
}

fn sheet(name: String, source: String, range: &Range<Data>, header_row: Option<usize>) -> Sheet {
    let first = range.start().map_or(0, |(row, _)| row as usize) + 1;
    let mut sheet = Sheet {
        name,
        source,
        headers: Vec::new(),
        rows: Vec::new(),
        malformed: Vec::new(),
        typed: true,
        comma_likely: false,
    };
    for (i, cells) in range.rows().enumerate() {
        let number = first + i;
        if header_row.is_some_and(|header| number < header) || cells.iter().all(|cell| *cell == Data::Empty) {
            continue;
        }
        if sheet.headers.is_empty() {
            sheet.headers = cells.iter().map(|cell| raw(cell).text().trim().to_string()).collect();
        } else {
            sheet.rows.push(RawRow { number, cells: cells.iter().map(raw).collect() });
        }
    }
    sheet
}

fn raw(cell: &Data) -> Raw {
    match cell {
        Data::Empty => Raw::Empty,
        Data::Int(number) => Raw::Number(Decimal::from(*number)),
        Data::Float(number) => decimal(*number).map_or_else(|| Raw::Error(format!("the number {number}")), Raw::Number),
        Data::String(text) => Raw::Text(text.clone()),
        Data::Bool(value) => Raw::Bool(*value),
        Data::Error(error) => Raw::Error(format!("the error {error}")),
        Data::DateTimeIso(text) => iso(text),
        Data::DurationIso(text) => iso_minutes(text).map_or_else(|| Raw::Text(text.clone()), Raw::Minutes),
        // without a day it is a time of day
        Data::DateTime(at) if at.is_duration() || (0.0..1.0).contains(&at.as_f64()) => {
            let minutes = decimal(at.as_f64()).and_then(|days| days.checked_mul(Decimal::from(24 * 60)));
            minutes.map_or_else(
                || Raw::Error("a duration out of range".into()),
                |minutes| Raw::Minutes(minutes.round_dp(4)),
            )
        }
        Data::DateTime(at) => at.as_datetime().map_or_else(|| Raw::Error("a date out of range".into()), Raw::DateTime),
    }
}

/// The shortest decimal that is this number.
fn decimal(number: f64) -> Option<Decimal> {
    Decimal::from_scientific(&format!("{number:e}")).ok()
}

fn iso(text: &str) -> Raw {
    let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok();
    let at = at.or_else(|| text.parse::<NaiveDate>().ok().map(|date| date.and_time(NaiveTime::MIN)));
    at.map_or_else(|| Raw::Text(text.to_string()), Raw::DateTime)
}
