use datafusion::arrow::array::types::{
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use datafusion::arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray};
use datafusion::arrow::datatypes::{DataType, TimeUnit};

use super::bad_call;
use udfs::error::{Code, Issue, Issues, Place};

/// Types for an id and a time. Any unit and zone will do, and text that reads as a time; a time without a zone is UTC.
/// A date is refused, because it is no instant.
pub fn takes_id_and_time(syntax: &str, given: &[DataType]) -> datafusion::common::Result<Vec<DataType>> {
    let name = syntax.split('(').next().unwrap_or(syntax);
    let refuse = |message: String, fix: &str| {
        Err(bad_call(&Issue::error(Code::WrongType, Place::new(name), message, fix), syntax))
    };
    let [id, at] = given else {
        return refuse(format!("{} arguments are given", given.len()), "give an id and a time");
    };
    if !is_text(id) {
        return refuse(format!("the id is {id}, not text"), "give a text, such as 'ind-tou'");
    }
    let at = match at {
        DataType::Timestamp(..) => at.clone(),
        at if is_text(at) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        DataType::Date32 | DataType::Date64 => {
            return refuse(
                "at is a date, not a timestamp".into(),
                "say at what time of the day: cast it to timestamp to take 00:00 UTC",
            );
        }
        other => {
            return refuse(
                format!("at is {other}, not a timestamp"),
                "give a timestamp, such as TIMESTAMP '2026-01-05T06:00:00Z'",
            );
        }
    };
    Ok(vec![DataType::Utf8, at])
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, value) => is_text(value),
        other => matches!(other, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null),
    }
}

/// The text of a row; `None` for NULL.
pub fn text_at(array: &ArrayRef, row: usize) -> Option<&str> {
    array.as_string_opt::<i32>().and_then(|texts| texts.is_valid(row).then(|| texts.value(row)))
}

/// Runs `found` with the row and the microseconds since 1970 (rounded down) of each timestamp that is not NULL.
pub fn for_each_time(times: &ArrayRef, found: impl FnMut(usize, i64) -> Result<(), Issues>) -> Result<(), Issues> {
    match times.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => {
            each::<TimestampSecondType>(times, |t| t.saturating_mul(1_000_000), found)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            each::<TimestampMillisecondType>(times, |t| t.saturating_mul(1_000), found)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => each::<TimestampMicrosecondType>(times, |t| t, found),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            each::<TimestampNanosecondType>(times, |t| t.div_euclid(1_000), found)
        }
        other => {
            let message = format!("{other} is not a timestamp");
            Err(Issue::error(Code::WrongType, Place::default(), message, "give timestamps").into())
        }
    }
}

fn each<T: ArrowPrimitiveType<Native = i64>>(
    times: &ArrayRef,
    micros: impl Fn(i64) -> i64,
    mut found: impl FnMut(usize, i64) -> Result<(), Issues>,
) -> Result<(), Issues> {
    let times = times.as_primitive::<T>();
    let nulls = times.nulls().filter(|nulls| nulls.null_count() > 0);
    for (row, time) in times.values().iter().enumerate() {
        if nulls.is_none_or(|nulls| nulls.is_valid(row)) {
            found(row, micros(*time))?;
        }
    }
    Ok(())
}
