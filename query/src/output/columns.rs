use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use arrow::record_batch::RecordBatch;
use chrono_tz::Tz;
use rust_decimal::RoundingStrategy;
use udfs::model::{Decimal, Instant};
use udfs::{Code, Issue, Issues};

use super::failure::place;

const PRECISION: u8 = 28;

/// Builds a small result of a command, column by column.
#[derive(Debug, Default)]
pub struct Columns {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    fn push(mut self, name: &str, data_type: DataType, array: ArrayRef) -> Self {
        self.fields.push(Field::new(name, data_type, true));
        self.arrays.push(array);
        self
    }

    /// An empty text is a null.
    pub fn text<T: Into<String>>(self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        let values = values.into_iter().map(|value| Some(value.into()).filter(|text: &String| !text.is_empty()));
        let array: StringArray = values.collect();
        self.push(name, DataType::Utf8, Arc::new(array))
    }

    pub fn decimal(self, name: &str, scale: u8, values: impl IntoIterator<Item = Option<Decimal>>) -> Self {
        let unscaled = |value: Decimal| {
            let mut value = value.round_dp_with_strategy(u32::from(scale), RoundingStrategy::MidpointAwayFromZero);
            value.rescale(u32::from(scale));
            value.mantissa()
        };
        let array: Decimal128Array = values.into_iter().map(|value| value.map(unscaled)).collect();
        let data_type = DataType::Decimal128(PRECISION, scale.cast_signed());
        self.push(name, data_type.clone(), Arc::new(array.with_data_type(data_type)))
    }

    /// In the site's zone; as local text of the form given where people read it.
    pub fn time(
        self,
        name: &str,
        zone: Tz,
        form: Option<&str>,
        values: impl IntoIterator<Item = Option<Instant>>,
    ) -> Self {
        if let Some(form) = form {
            let local = |at: Instant| at.with_timezone(&zone).format(form).to_string();
            return self.text(name, values.into_iter().map(|value| value.map(local).unwrap_or_default()));
        }
        let values = values.into_iter().map(|value| value.map(|at| at.timestamp_micros()));
        let array = values.collect::<TimestampMicrosecondArray>().with_timezone(zone.name());
        self.push(name, DataType::Timestamp(TimeUnit::Microsecond, Some(zone.name().into())), Arc::new(array))
    }

    pub fn batch(self) -> Result<RecordBatch, Issues> {
        RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.arrays)
            .map_err(|e| Issue::error(Code::Internal, place("output"), e.to_string(), "report this").into())
    }
}
