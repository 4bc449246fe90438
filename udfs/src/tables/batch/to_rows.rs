use arrow::array::types::{
    Date32Type, Decimal128Type, Float64Type, Int64Type, TimestampMicrosecondType, TimestampNanosecondType,
};
use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, RecordBatch};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, TimeUnit};
use chrono::DateTime;

use crate::error::{Code, Issue, Issues, Place};
use crate::model::Decimal;
use crate::row::{Cell, Row};

/// The rows of a batch: of a table here, or of a query over one, whose types may be other forms of the same values.
pub fn batch_to_rows(batch: &RecordBatch) -> Result<Vec<Row>, Issues> {
    let schema = batch.schema();
    let mut rows = vec![Row(Vec::with_capacity(batch.num_columns())); batch.num_rows()];
    let mut issues = Issues::default();
    for (field, array) in schema.fields().iter().zip(batch.columns()) {
        match cells(array) {
            Ok(cells) => rows.iter_mut().zip(cells).for_each(|(row, cell)| row.0.push((field.name().clone(), cell))),
            Err(message) => issues.push(Issue::error(
                Code::WrongType,
                Place::new("batch").column(field.name()),
                message,
                "cast the column to text, a whole number, a decimal, a date or a time",
            )),
        }
    }
    issues.into_result(rows).map(|(rows, _)| rows)
}

fn cells(array: &ArrayRef) -> Result<Vec<Cell>, String> {
    use DataType::{
        Boolean, Date32, Date64, Decimal32, Decimal64, Decimal128, Decimal256, Dictionary, Float16, Float32, Float64,
        Int8, Int16, Int32, Int64, LargeUtf8, Null, Timestamp, UInt8, UInt16, UInt32, UInt64, Utf8, Utf8View,
    };
    match array.data_type() {
        Null => Ok(vec![Cell::Null; array.len()]),
        Dictionary(_, values) => cells(&cast(array, values)?),
        Utf8 => {
            Ok(array.as_string::<i32>().iter().map(|text| text.map_or(Cell::Null, |t| Cell::Text(t.into()))).collect())
        }
        LargeUtf8 | Utf8View => cells(&cast(array, &Utf8)?),
        Boolean => Ok(array.as_boolean().iter().map(|value| value.map_or(Cell::Null, Cell::Bool)).collect()),
        Int64 => primitives::<Int64Type>(array, |value| Some(Cell::Number(value.into()))),
        Int8 | Int16 | Int32 | UInt8 | UInt16 | UInt32 | UInt64 => cells(&cast(array, &Int64)?),
        Decimal128(_, scale) => {
            let scale = u32::try_from(*scale).map_err(|_| format!("a decimal of scale {scale}"))?;
            primitives::<Decimal128Type>(array, |value| {
                Decimal::try_from_i128_with_scale(value, scale).ok().map(|number| Cell::Number(number.normalize()))
            })
        }
        Decimal32(_, scale) | Decimal64(_, scale) | Decimal256(_, scale) => {
            cells(&cast(array, &Decimal128(38, *scale))?)
        }
        Float64 => {
            primitives::<Float64Type>(array, |value| Decimal::from_str_exact(&value.to_string()).ok().map(Cell::Number))
        }
        Float16 | Float32 => cells(&cast(array, &Float64)?),
        Date32 => primitives::<Date32Type>(array, |days| Date32Type::to_naive_date_opt(days).map(Cell::Date)),
        Date64 => cells(&cast(array, &Date32)?),
        Timestamp(TimeUnit::Nanosecond, _) => primitives::<TimestampNanosecondType>(array, |nanos| {
            Some(Cell::Time(DateTime::from_timestamp_nanos(nanos)))
        }),
        Timestamp(TimeUnit::Microsecond, _) => primitives::<TimestampMicrosecondType>(array, |micros| {
            DateTime::from_timestamp_micros(micros).map(Cell::Time)
        }),
        Timestamp(_, zone) => cells(&cast(array, &Timestamp(TimeUnit::Microsecond, zone.clone()))?),
        other => Err(format!("{other} has no place in a row")),
    }
}

fn primitives<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    cell: impl Fn(T::Native) -> Option<Cell>,
) -> Result<Vec<Cell>, String> {
    let out_of_range = |i: usize| format!("the value of row {i} is out of range");
    let values = array.as_primitive::<T>().iter().enumerate();
    values.map(|(i, value)| value.map_or(Ok(Cell::Null), |v| cell(v).ok_or_else(|| out_of_range(i)))).collect()
}

fn cast(array: &ArrayRef, to: &DataType) -> Result<ArrayRef, String> {
    let options = CastOptions { safe: false, ..CastOptions::default() };
    cast_with_options(array, to, &options).map_err(|e| e.to_string())
}
