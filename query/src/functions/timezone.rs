use std::collections::HashMap;
use std::sync::Arc;

use chrono::DateTime;
use chrono_tz::Tz;
use datafusion::arrow::array::{ArrayRef, TimestampMicrosecondArray};
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

use super::support::{call_with_id_and_time, failure, for_each_time, takes_id_and_time, text_at};
use udfs::error::{Code, Issue, Issues, Place};

const SYNTAX: &str = "timezone(zone text, at timestamp)";

/// The wall clock of a zone, as Postgres has it; what `AT TIME ZONE` is there.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Timezone {
    signature: Signature,
}

impl Timezone {
    pub fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

fn values(zones: &ArrayRef, times: &ArrayRef) -> Result<ArrayRef, Issues> {
    let mut known: HashMap<&str, Tz> = HashMap::new();
    let mut walls: Vec<Option<i64>> = vec![None; times.len()];
    for_each_time(times, |row, micros| {
        let (Some(name), Some(at)) = (text_at(zones, row), DateTime::from_timestamp_micros(micros)) else {
            return Ok(());
        };
        let zone = match known.get(name) {
            Some(zone) => *zone,
            None => *known.entry(name).or_insert(zone(name)?),
        };
        walls[row] = Some(at.with_timezone(&zone).naive_local().and_utc().timestamp_micros());
        Ok(())
    })?;
    Ok(Arc::new(TimestampMicrosecondArray::from(walls)))
}

fn zone(name: &str) -> Result<Tz, Issue> {
    name.parse().map_err(|_| {
        let message = format!("\"{name}\" is no IANA time zone");
        Issue::error(
            Code::OutOfRange,
            Place::new("timezone").column("zone"),
            message,
            "use a name such as America/Chicago",
        )
    })
}

impl ScalarUDFImpl for Timezone {
    fn name(&self) -> &'static str {
        "timezone"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        takes_id_and_time(SYNTAX, arg_types)
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(DataType::Timestamp(TimeUnit::Microsecond, None))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        call_with_id_and_time(self.name(), args, |zones, times| {
            let zones = zones.to_array(if times.len() == 1 { 1 } else { rows })?;
            values(&zones, times).map_err(failure)
        })
    }
}
