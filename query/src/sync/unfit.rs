//! Values that only one side can hold. Times and dates of the years 1 to 9999 and finite numbers are of both, as is any text
//! without the character NUL.

use arrow::array::types::{Date32Type, TimestampMicrosecondType};
use arrow::array::{Array, AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::error::ArrowError;
use udfs::tables::{Column, Kind, Table};

use super::quoted;

const FIRST_DAY: i32 = -719_162;
const LAST_DAY: i32 = 2_932_896;
const DAY_MICROS: i64 = 86_400_000_000;

/// A row of a batch, and the column that it is about.
type Unfit = (usize, &'static str);

/// Splits off the rows that Postgres cannot hold.
pub fn split(table: &'static Table, batch: RecordBatch) -> Result<(RecordBatch, Vec<Unfit>), ArrowError> {
    let mut unfit = Vec::new();
    for (column, array) in table.columns.iter().zip(batch.columns()) {
        unfit.extend(unfit_rows(column, array).into_iter().map(|row| (row, column.name)));
    }
    if unfit.is_empty() {
        return Ok((batch, unfit));
    }
    unfit.sort_unstable();
    unfit.dedup_by_key(|(row, _)| *row);
    let mut keep = vec![true; batch.num_rows()];
    unfit.iter().for_each(|(row, _)| keep[*row] = false);
    Ok((filter_record_batch(&batch, &BooleanArray::from(keep))?, unfit))
}

fn unfit_rows(column: &Column, array: &dyn Array) -> Vec<usize> {
    let rows = |fits: &dyn Fn(usize) -> bool| {
        (0..array.len()).filter(|row| array.is_valid(*row) && !fits(*row)).collect::<Vec<usize>>()
    };
    match column.kind {
        Kind::Text => {
            let texts = array.as_string::<i32>();
            // one look at all texts, which nearly always is enough
            if !texts.value_data().contains(&0) {
                return Vec::new();
            }
            rows(&|row| !texts.value(row).contains('\0'))
        }
        Kind::Date => {
            let days = array.as_primitive::<Date32Type>();
            rows(&|row| (FIRST_DAY..=LAST_DAY).contains(&days.value(row)))
        }
        Kind::Time => {
            let micros = array.as_primitive::<TimestampMicrosecondType>();
            let day = |row| micros.value(row).div_euclid(DAY_MICROS);
            rows(&|row| (i64::from(FIRST_DAY)..=i64::from(LAST_DAY)).contains(&day(row)))
        }
        _ => Vec::new(),
    }
}

/// A condition on rows of the table in Postgres that the warehouse cannot hold; none where all can be held.
pub fn condition(table: &'static Table) -> Option<String> {
    let is_unfit = |column: &Column| {
        let name = quoted(column.name);
        match column.kind {
            Kind::Text | Kind::Bool | Kind::Int => None,
            Kind::Date => Some(format!("{name} NOT BETWEEN '0001-01-01' AND '9999-12-31'")),
            Kind::Time => Some(format!("({name} < '0001-01-01 00:00:00+00' OR {name} >= '10000-01-01 00:00:00+00')")),
            _ => Some(format!("{name} IN ('NaN', 'Infinity', '-Infinity')")),
        }
    };
    let parts: Vec<String> = table.columns.iter().filter_map(is_unfit).collect();
    (!parts.is_empty()).then(|| format!("({}) IS TRUE", parts.join(" OR ")))
}
