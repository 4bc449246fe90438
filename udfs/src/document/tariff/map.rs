//! Objects whose names are data.

use std::collections::BTreeMap;

use super::super::text::number;
use crate::error::Code;
use crate::model::Decimal;
use crate::row::{Cell, FromCell, Row, RowReader, cell_to_json};

/// kW by name.
pub fn peaks<'a>(reader: &mut RowReader<'a>, field: &'a str) -> BTreeMap<String, Decimal> {
    let Row(cells) = reader.or(field, Row::default());
    let mut peaks = BTreeMap::new();
    for (name, cell) in cells {
        match Decimal::from_cell(&cell) {
            Ok(peak) => drop(peaks.insert(name, peak)),
            Err((code, _)) => {
                let message = format!("{} for \"{name}\" is no number", cell.describe());
                reader.error(code, field, message, "give the peak in kW");
            }
        }
    }
    peaks
}

/// kW by month.
pub fn monthly_peaks<'a>(reader: &mut RowReader<'a>, field: &'a str) -> BTreeMap<(i32, u32), Decimal> {
    let mut by_month = BTreeMap::new();
    for (name, peak) in peaks(reader, field) {
        let Some(month) = month(&name) else {
            let message = format!("\"{name}\" is no month");
            reader.error(Code::OutOfRange, field, message, "name months as in 2025-12");
            continue;
        };
        let message = format!("a peak of {peak} kW in {name}");
        reader.check(peak >= Decimal::ZERO, Code::OutOfRange, field, message, "give kW from 0");
        by_month.insert(month, peak);
    }
    by_month
}

pub fn monthly_peaks_cell(peaks: &BTreeMap<(i32, u32), Decimal>) -> Cell {
    Cell::Row(Row(peaks.iter().map(|(month, peak)| (month_text(*month), number(*peak))).collect()))
}

/// `2025-12`.
pub fn month(text: &str) -> Option<(i32, u32)> {
    let (year, month) = text.split_once('-')?;
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let valid = digits(year, 4) && digits(month, 2);
    let month = month.parse().ok().filter(|month| valid && (1..=12).contains(month))?;
    Some((year.parse().ok()?, month))
}

pub fn month_text((year, month): (i32, u32)) -> String {
    format!("{year:04}-{month:02}")
}

/// JSON by name: a text is taken as JSON already.
pub fn attributes<'a>(reader: &mut RowReader<'a>, field: &'a str) -> BTreeMap<String, String> {
    let Row(cells) = reader.or(field, Row::default());
    let json = |cell: Cell| match cell {
        Cell::Text(text) => text,
        Cell::Number(number) => number.to_string(),
        other => cell_to_json(&other).to_string(),
    };
    cells.into_iter().map(|(name, cell)| (name, json(cell))).collect()
}
