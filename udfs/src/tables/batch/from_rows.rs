use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Date32Type};
use arrow::error::ArrowError;
use chrono::{DateTime, NaiveDate, SubsecRound};

use super::number::scaled;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Instant};
use crate::row::{Cell, FromCell, Row};
use crate::tables::{Column, Kind, Table};

/// All rows as one batch of the table's schema, or everything that does not fit it.
pub fn rows_to_batch(table: &Table, rows: &[Row]) -> Result<RecordBatch, Issues> {
    let mut issues = Issues::default();
    unknown_columns(table, rows, &mut issues);
    let mut arrays = Vec::with_capacity(table.columns.len());
    for column in table.columns {
        let cells = rows.iter().map(|row| row.get(column.name).unwrap_or(&Cell::Null));
        match array(column, cells, rounds(table, column)) {
            Ok(array) => arrays.push(array),
            Err(faults) => {
                issues.0.extend(faults.into_iter().map(|(i, fault)| fault.at(place(table, rows, i), column)));
            }
        }
    }
    if issues.has_errors() {
        return Err(issues);
    }
    RecordBatch::try_new(table.schema(), arrays).map_err(|e| internal(table.name, &e).into())
}

/// One value as an array of the column's type, to compare the column with.
pub fn value_array(column: &Column, cell: &Cell) -> Result<ArrayRef, Issue> {
    array(column, std::iter::once(cell), false).map_err(|mut faults| match faults.pop() {
        Some((_, fault)) => fault.at(Place::new("filter"), column),
        None => Issue::error(Code::Internal, Place::new("filter").column(column.name), "no array and no fault", ""),
    })
}

fn rounds(table: &Table, column: &Column) -> bool {
    let result = table.key.contains(&"run_id");
    result && column.kind != Kind::Cents
}

fn unknown_columns(table: &Table, rows: &[Row], issues: &mut Issues) {
    for (i, row) in rows.iter().enumerate() {
        for (name, _) in row.0.iter().filter(|(name, _)| table.column(name).is_none()) {
            let message = format!("{} has no column \"{name}\"", table.name);
            issues.push(Issue::error(Code::UnknownField, place(table, rows, i).column(name), message, "remove it"));
        }
    }
}

fn place(table: &Table, rows: &[Row], i: usize) -> Place {
    let own_key = table.key.iter().filter(|name| **name != "tenant_id");
    let key = own_key.filter_map(|name| rows[i].get(name)).map(|cell| match cell {
        Cell::Text(text) => text.clone(),
        other => other.describe(),
    });
    Place::new(table.name).row(i).key(key.collect::<Vec<_>>().join("/"))
}

enum Fault {
    Missing,
    Unfit { code: Code, value: String, expected: String },
    Arrow(ArrowError),
}

impl Fault {
    fn at(self, place: Place, column: &Column) -> Issue {
        let place = place.column(column.name);
        match self {
            Fault::Missing => Issue::error(Code::MissingField, place, "no value", format!("give {}", column.name)),
            Fault::Unfit { code, value, expected } => {
                Issue::error(code, place, format!("{value} is not {expected}"), format!("give {expected}"))
            }
            Fault::Arrow(error) => internal(column.name, &error),
        }
    }
}

type Faults = Vec<(usize, Fault)>;

fn array<'a>(column: &Column, cells: impl Iterator<Item = &'a Cell>, round: bool) -> Result<ArrayRef, Faults> {
    Ok(match column.kind {
        Kind::Text => Arc::new(StringArray::from(values(column, cells, String::from_cell)?)),
        Kind::Bool => Arc::new(BooleanArray::from(values(column, cells, bool::from_cell)?)),
        Kind::Int => Arc::new(Int64Array::from(values(column, cells, i64::from_cell)?)),
        Kind::Date => Arc::new(Date32Array::from(values(column, cells, days)?)),
        Kind::Time => {
            Arc::new(TimestampMicrosecondArray::from(values(column, cells, microseconds)?).with_timezone("UTC"))
        }
        Kind::Quantity | Kind::Rate | Kind::Money | Kind::Cents | Kind::Figure => decimals(column, cells, round)?,
    })
}

fn values<'a, T>(
    column: &Column,
    cells: impl Iterator<Item = &'a Cell>,
    read: impl Fn(&Cell) -> Result<T, (Code, String)>,
) -> Result<Vec<Option<T>>, Faults> {
    let (mut values, mut faults) = (Vec::new(), Faults::new());
    for (i, cell) in cells.enumerate() {
        match cell {
            Cell::Null if column.nullable => values.push(None),
            Cell::Null => faults.push((i, Fault::Missing)),
            _ => match read(cell) {
                Ok(value) => values.push(Some(value)),
                Err((code, expected)) => faults.push((i, Fault::Unfit { code, value: cell.describe(), expected })),
            },
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

fn decimals<'a>(column: &Column, cells: impl Iterator<Item = &'a Cell>, round: bool) -> Result<ArrayRef, Faults> {
    let DataType::Decimal128(precision, scale) = column.kind.data_type() else {
        return Err(vec![(0, Fault::Arrow(ArrowError::SchemaError("a number column that is no decimal".into())))]);
    };
    let read = |cell: &Cell| scaled(Decimal::from_cell(cell)?, precision, u32::from(scale.unsigned_abs()), round);
    let array = Decimal128Array::from(values(column, cells, read)?);
    match array.with_precision_and_scale(precision, scale) {
        Ok(array) => Ok(Arc::new(array)),
        Err(error) => Err(vec![(0, Fault::Arrow(error))]),
    }
}

fn days(cell: &Cell) -> Result<i32, (Code, String)> {
    NaiveDate::from_cell(cell).map(Date32Type::from_naive_date)
}

/// Unlike in a problem, a stored time need not be on a whole minute: measurements are not.
fn microseconds(cell: &Cell) -> Result<i64, (Code, String)> {
    let time = match cell {
        Cell::Time(time) => *time,
        Cell::Text(text) => match DateTime::parse_from_rfc3339(text.trim()) {
            Ok(time) => time.to_utc(),
            Err(_) => Instant::from_cell(cell)?,
        },
        _ => Instant::from_cell(cell)?,
    };
    if time.trunc_subsecs(6) == time {
        Ok(time.timestamp_micros())
    } else {
        Err((Code::OutOfRange, "a time of at most 6 decimal places of a second".into()))
    }
}

fn internal(what: &str, error: &ArrowError) -> Issue {
    Issue::error(Code::Internal, Place::new(what), error.to_string(), "report this with the rows that were written")
}
