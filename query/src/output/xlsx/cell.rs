use std::collections::HashMap;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, TimeUnit, TimestampMicrosecondType};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use chrono::{DateTime, NaiveDateTime};
use chrono_tz::Tz;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet};

use super::excel;

const MAX_TEXT: usize = 32_767;

/// Excel formats by their pattern, so that equal ones are shared.
#[derive(Debug, Default)]
pub(super) struct CellFormats(HashMap<String, Format>);

impl CellFormats {
    fn get(&mut self, pattern: &str) -> &Format {
        self.0.entry(pattern.to_string()).or_insert_with(|| Format::new().set_num_format(pattern))
    }
}

/// Writes the values from `first_row` on and gives the width of the widest in characters.
pub(super) fn write_column(
    sheet: &mut Worksheet,
    first_row: u32,
    column: u16,
    array: &ArrayRef,
    formats: &mut CellFormats,
) -> Result<usize, ArrowError> {
    match array.data_type() {
        DataType::Decimal32(_, scale)
        | DataType::Decimal64(_, scale)
        | DataType::Decimal128(_, scale)
        | DataType::Decimal256(_, scale) => {
            numbers(sheet, first_row, column, array, formats.get(&decimal_pattern(*scale)))
        }
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            numbers(sheet, first_row, column, array, formats.get("General"))
        }
        other if other.is_integer() => numbers(sheet, first_row, column, array, formats.get("0")),
        DataType::Date32 | DataType::Date64 => {
            times(sheet, first_row, column, array, None, formats.get("yyyy-mm-dd"), 10)
        }
        DataType::Timestamp(_, zone) => {
            let zone = zone.as_deref().map(|name| (name.to_string(), name.parse().unwrap_or(Tz::UTC)));
            let label = zone.as_ref().map_or(String::new(), |(name, _)| format!(" \"{name}\""));
            let pattern = format!("yyyy-mm-dd hh:mm{label}");
            times(sheet, first_row, column, array, zone.map(|(_, tz)| tz), formats.get(&pattern), 16 + label.len())
        }
        DataType::Boolean => {
            for (row, value) in (first_row..).zip(array.as_boolean()) {
                if let Some(value) = value {
                    sheet.write_boolean(row, column, value).map_err(excel)?;
                }
            }
            Ok(5)
        }
        _ => texts(sheet, first_row, column, array),
    }
}

/// At least two of the decimals that the type has, the others where they are not zero.
fn decimal_pattern(scale: i8) -> String {
    let scale = usize::try_from(scale).unwrap_or(0);
    let always = scale.min(2);
    if scale == 0 { "#,##0".into() } else { format!("#,##0.{}{}", "0".repeat(always), "#".repeat(scale - always)) }
}

fn numbers(
    sheet: &mut Worksheet,
    first_row: u32,
    column: u16,
    array: &ArrayRef,
    format: &Format,
) -> Result<usize, ArrowError> {
    let values = cast(array, &DataType::Float64)?;
    let mut widest = 0;
    for (row, value) in (first_row..).zip(values.as_primitive::<Float64Type>()) {
        let Some(value) = value else { continue };
        if value.is_finite() {
            sheet.write_number_with_format(row, column, value, format).map_err(excel)?;
        } else {
            sheet.write_string(row, column, value.to_string()).map_err(excel)?;
        }
        widest = widest.max(format!("{value:.4}").len());
    }
    Ok(widest)
}

/// Excel knows no time zones: a time is written as the wall clock of its column's zone, which its format names.
fn times(
    sheet: &mut Worksheet,
    first_row: u32,
    column: u16,
    array: &ArrayRef,
    zone: Option<Tz>,
    format: &Format,
    width: usize,
) -> Result<usize, ArrowError> {
    let values = cast(array, &DataType::Timestamp(TimeUnit::Microsecond, None))?;
    for (row, value) in (first_row..).zip(values.as_primitive::<TimestampMicrosecondType>()) {
        let Some(at) = value.and_then(DateTime::from_timestamp_micros) else { continue };
        let wall = zone.map_or(at.naive_utc(), |zone| at.with_timezone(&zone).naive_local());
        match serial(wall) {
            Some(time) => sheet.write_datetime_with_format(row, column, time, format).map_err(excel)?,
            None => sheet.write_string(row, column, wall.to_string()).map_err(excel)?,
        };
    }
    Ok(width)
}

/// Days since the last day of 1899, as Excel counts them; `None` before 1900.
fn serial(wall: NaiveDateTime) -> Option<ExcelDateTime> {
    const UNIX_EPOCH_DAYS: f64 = 25_569.0;
    #[allow(clippy::cast_precision_loss)]
    let days = wall.and_utc().timestamp_millis() as f64 / 86_400_000.0;
    ExcelDateTime::from_serial_datetime(days + UNIX_EPOCH_DAYS).ok().filter(|_| days > -UNIX_EPOCH_DAYS + 61.0)
}

fn texts(sheet: &mut Worksheet, first_row: u32, column: u16, array: &ArrayRef) -> Result<usize, ArrowError> {
    let options = FormatOptions::new().with_display_error(true);
    let formatter = ArrayFormatter::try_new(array, &options)?;
    let mut widest = 0;
    for (index, row) in (0..array.len()).zip(first_row..) {
        if array.is_null(index) {
            continue;
        }
        let text = formatter.value(index).to_string();
        let length = text.chars().count();
        let text = if length > MAX_TEXT { text.chars().take(MAX_TEXT - 1).chain(['…']).collect() } else { text };
        sheet.write_string(row, column, text).map_err(excel)?;
        widest = widest.max(length);
    }
    Ok(widest)
}
