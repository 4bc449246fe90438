use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Ods, Reader, Xls, Xlsx, open_workbook_from_rs};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::Format;
use super::convert::iso_minutes;
use super::csv::too_many;
use super::raw::{Raw, RawRow, Sheet};

/// Columns beyond are not read.
const MAX_COLUMNS: usize = 1_000;

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
    let grids = catch_unwind(AssertUnwindSafe(|| grids(bytes, format, max_rows)));
    let grids = grids.unwrap_or_else(|_| Err(Refused::Damaged("the file is damaged".into())));
    let grids = grids.map_err(|refused| match refused {
        Refused::Damaged(message) => damaged(message),
        Refused::TooLarge => too_many(source, max_rows),
    })?;
    let single = grids.len() == 1;
    let mut sheets = Vec::new();
    for (name, grid) in grids {
        let source = if single { source.to_string() } else { format!("{source}!{name}") };
        let header_row = header_row(&name);
        sheets.push(sheet(name, source, grid, header_row));
    }
    Ok(sheets)
}

/// Rows that hold something, by their 1-based number.
type Grid = BTreeMap<usize, Vec<Raw>>;

enum Refused {
    Damaged(String),
    TooLarge,
}

fn grids(bytes: &[u8], format: Format, max_rows: usize) -> Result<Vec<(String, Grid)>, Refused> {
    match format {
        Format::Xls => ranges::<Xls<_>>(bytes, max_rows),
        Format::Ods => ranges::<Ods<_>>(bytes, max_rows),
        _ => streamed(bytes, max_rows),
    }
}

/// Cell by cell: one cell in the last corner of a sheet must not make a table of all cells before it.
fn streamed(bytes: &[u8], max_rows: usize) -> Result<Vec<(String, Grid)>, Refused> {
    let damaged = |e: calamine::XlsxError| Refused::Damaged(e.to_string());
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        let mut grid = Grid::new();
        let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            put(&mut grid, row as usize + 1, column as usize, raw(&cell.get_value().clone().into()), max_rows)?;
        }
        grids.push((name, grid));
    }
    Ok(grids)
}

fn ranges<'a, R: Reader<Cursor<&'a [u8]>>>(bytes: &'a [u8], max_rows: usize) -> Result<Vec<(String, Grid)>, Refused>
where
    R::Error: std::fmt::Display,
{
    let damaged = |e: R::Error| Refused::Damaged(e.to_string());
    let mut book: R = open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut grid = Grid::new();
        for (row, column, cell) in range.used_cells() {
            put(&mut grid, first_row as usize + row + 1, first_column as usize + column, raw(cell), max_rows)?;
        }
        grids.push((name, grid));
    }
    Ok(grids)
}

fn put(grid: &mut Grid, row: usize, column: usize, value: Raw, max_rows: usize) -> Result<(), Refused> {
    if value == Raw::Empty || column >= MAX_COLUMNS {
        return Ok(());
    }
    let cells = grid.entry(row).or_default();
    if cells.len() <= column {
        cells.resize(column + 1, Raw::Empty);
    }
    cells[column] = value;
    if grid.len() > max_rows.saturating_add(1) { Err(Refused::TooLarge) } else { Ok(()) }
}

fn sheet(name: String, source: String, grid: Grid, header_row: Option<usize>) -> Sheet {
    let mut rows = grid.into_iter().skip_while(|(number, _)| header_row.is_some_and(|header| *number < header));
    let header = rows.next().map_or(Vec::new(), |(_, cells)| cells);
    Sheet {
        name,
        source,
        headers: header.iter().map(|cell| cell.text().trim().to_string()).collect(),
        rows: rows.map(|(number, cells)| RawRow { number, cells }).collect(),
        malformed: Vec::new(),
        typed: true,
        comma_likely: false,
    }
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
