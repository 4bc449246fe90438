//! What an SQL function answers, as Postgres takes it.

use pgrx::pg_sys;
use udfs::error::Issues;
use udfs::functions::fit;
use udfs::row::{Cell, Row};
use udfs::tables::{Kind, Table};

use crate::call::Call;
use crate::{datum, error};

#[derive(Debug)]
pub enum Answer {
    /// A set of rows with the columns of a table.
    Rows(&'static Table, Vec<Row>),
    /// One value; `None` is NULL.
    Value(Option<pg_sys::Datum>),
}

impl Answer {
    pub fn none(table: &'static Table) -> Result<Self, Issues> {
        Ok(Self::Rows(table, Vec::new()))
    }

    pub fn bytes(bytes: Vec<u8>) -> Self {
        Self::Value(pgrx::datum::IntoDatum::into_datum(bytes))
    }

    pub fn text(text: Option<String>) -> Self {
        Self::Value(text.and_then(pgrx::datum::IntoDatum::into_datum))
    }
}

pub fn give(call: &Call, answer: Result<Answer, Issues>) -> pg_sys::Datum {
    let given = answer.and_then(|answer| match answer {
        Answer::Rows(table, rows) => set(call, table, rows).map(|()| None),
        Answer::Value(value) => Ok(value),
    });
    match given {
        Ok(Some(value)) => value,
        Ok(None) => {
            // SAFETY: Postgres gives a valid call
            unsafe { (*call.fcinfo).isnull = true };
            pg_sys::Datum::from(0usize)
        }
        Err(issues) => error::raise(&issues),
    }
}

fn set(call: &Call, table: &'static Table, rows: Vec<Row>) -> Result<(), Issues> {
    // SAFETY: the function is declared to return a set of the table's row type
    unsafe {
        pg_sys::InitMaterializedSRF(call.fcinfo, pg_sys::MAT_SRF_USE_EXPECTED_DESC);
        let info = (*call.fcinfo).resultinfo.cast::<pg_sys::ReturnSetInfo>();
        for row in rows {
            let (mut values, mut nulls) = values(table, row)?;
            pg_sys::tuplestore_putvalues((*info).setResult, (*info).setDesc, values.as_mut_ptr(), nulls.as_mut_ptr());
        }
    }
    Ok(())
}

/// The row's values in the table's order, rounded to its scales.
pub fn values(table: &'static Table, row: Row) -> Result<(Vec<pg_sys::Datum>, Vec<bool>), Issues> {
    let row = fit(table, row);
    let (mut values, mut nulls) = (Vec::new(), Vec::new());
    for column in table.columns {
        let cell = row.get(column.name).unwrap_or(&Cell::Null);
        let value = datum::from_cell(cell, column.kind)?;
        nulls.push(value.is_none());
        values.push(value.unwrap_or(pg_sys::Datum::from(0usize)));
    }
    Ok((values, nulls))
}

/// A rate as columns hold it.
pub fn rate(hundred_millionths: i128) -> Result<Answer, Issues> {
    let number = udfs::model::Decimal::try_from_i128_with_scale(hundred_millionths, 8).unwrap_or_default();
    Ok(Answer::Value(datum::from_cell(&Cell::Number(number), Kind::Rate)?))
}
