//! Cells as Postgres keeps them, and back; every value exact.

use std::ffi::{CStr, CString};

use chrono::{DateTime, NaiveDate, TimeDelta};
use pgrx::datum::{FromDatum, IntoDatum};
use pgrx::pg_sys;
use udfs::error::{Code, Issue, Place};
use udfs::model::Decimal;
use udfs::row::Cell;
use udfs::tables::Kind;

/// Postgres counts from 2000-01-01.
const EPOCH_MICROS: i64 = 946_684_800_000_000;
const EPOCH_DAYS: i32 = 10_957;

/// `None` is NULL.
pub fn from_cell(cell: &Cell, kind: Kind) -> Result<Option<pg_sys::Datum>, Issue> {
    let datum = match (cell, kind) {
        (Cell::Null, _) => return Ok(None),
        (Cell::Text(text), Kind::Text) => text.as_str().into_datum(),
        (Cell::Bool(value), Kind::Bool) => value.into_datum(),
        (Cell::Number(number), Kind::Int) => i64::try_from(*number).ok().into_datum(),
        (Cell::Number(number), _) => numeric(*number, kind.scale()),
        (Cell::Date(date), Kind::Date) => days(*date).map(pg_sys::Datum::from),
        (Cell::Time(at), Kind::Time) => at.timestamp_micros().checked_sub(EPOCH_MICROS).map(pg_sys::Datum::from),
        _ => None,
    };
    let fault = || {
        let message = format!("{} is no {}", cell.describe(), kind.sql_type());
        Issue::error(Code::Internal, Place::default(), message, "report it")
    };
    datum.map(Some).ok_or_else(fault)
}

fn numeric(mut number: Decimal, scale: Option<u32>) -> Option<pg_sys::Datum> {
    if let Some(scale) = scale {
        number.rescale(scale);
    }
    let text = CString::new(number.to_string()).ok()?;
    let arguments = [Some(pg_sys::Datum::from(text.as_ptr())), pg_sys::InvalidOid.into_datum(), (-1i32).into_datum()];
    // SAFETY: the arguments are those of numeric_in, and the text outlives the call
    unsafe { pgrx::direct_function_call_as_datum(pg_sys::numeric_in, &arguments) }
}

fn days(date: NaiveDate) -> Option<i32> {
    date.to_epoch_days().checked_sub(EPOCH_DAYS)
}

/// What a column of this kind holds.
///
/// # Safety
/// The datum is of the kind's type.
pub unsafe fn to_cell(datum: Option<pg_sys::Datum>, kind: Kind) -> Result<Cell, Issue> {
    let Some(datum) = datum else { return Ok(Cell::Null) };
    let cell = match kind {
        // SAFETY: by the caller
        Kind::Text => unsafe { String::from_datum(datum, false) }.map(Cell::Text),
        Kind::Bool => Some(Cell::Bool(datum.value() != 0)),
        Kind::Int => Some(Cell::Number(Decimal::from(datum.value() as i64))),
        Kind::Date => {
            (datum.value() as i32).checked_add(EPOCH_DAYS).and_then(NaiveDate::from_epoch_days).map(Cell::Date)
        }
        Kind::Time => (datum.value() as i64)
            .checked_add(EPOCH_MICROS)
            .and_then(DateTime::from_timestamp_micros)
            .filter(|at| at.checked_add_signed(TimeDelta::days(1)).is_some())
            .map(Cell::Time),
        // SAFETY: by the caller
        _ => unsafe { decimal(datum) }.map(Cell::Number),
    };
    let fault = || {
        let message = format!("a value that is no finite {}", kind.sql_type());
        Issue::error(Code::OutOfRange, Place::default(), message, "correct the row")
    };
    cell.ok_or_else(fault)
}

/// A finite numeric of up to 28 digits.
///
/// # Safety
/// The datum is a numeric.
pub unsafe fn decimal(datum: pg_sys::Datum) -> Option<Decimal> {
    // SAFETY: numeric_out gives a C string
    let text = unsafe {
        let text = pgrx::direct_function_call_as_datum(pg_sys::numeric_out, &[Some(datum)])?;
        CStr::from_ptr(text.cast_mut_ptr())
    };
    // without the column's trailing zeros: messages show numbers, and hashes take messages in
    Some(Decimal::from_str_exact(text.to_str().ok()?).ok()?.normalize())
}

/// Microseconds since 1970 of a timestamptz; infinity has none.
pub fn micros(timestamp: i64) -> Option<i64> {
    if timestamp == i64::MAX || timestamp == i64::MIN { None } else { timestamp.checked_add(EPOCH_MICROS) }
}

/// The date of a Postgres date.
pub fn date(days: i32) -> Option<NaiveDate> {
    days.checked_add(EPOCH_DAYS).and_then(NaiveDate::from_epoch_days)
}
