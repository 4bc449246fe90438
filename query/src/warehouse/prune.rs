use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Date32Array, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::Date32Type;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use datafusion::common::pruning::PruningStatistics;
use datafusion::common::{Column, ScalarValue};
use udfs::tables::{Kind, Table};

use super::state::{DataFile, PartitionId};

/// What the commit says of its files, in the form that DataFusion asks which of them a filter needs.
pub struct FileFacts<'a> {
    pub table: &'static Table,
    pub files: &'a [(&'a PartitionId, &'a DataFile)],
}

impl FileFacts<'_> {
    fn partition_texts(&self, column: &str) -> Option<Vec<&str>> {
        let position = self.table.partition.iter().position(|partition| partition.column() == column)?;
        self.files.iter().map(|(id, _)| id.values.get(position).map(String::as_str)).collect()
    }

    /// A time column's partitions are its UTC dates, so bounds are the first or last moment of the day.
    fn bounds(&self, column: &Column, last_moment: bool) -> Option<ArrayRef> {
        let texts = self.partition_texts(&column.name)?;
        let dates = || texts.iter().map(|text| text.parse().ok()).collect::<Option<Vec<NaiveDate>>>();
        match self.table.column(&column.name)?.kind {
            Kind::Text => Some(Arc::new(StringArray::from(texts))),
            Kind::Date => {
                Some(Arc::new(Date32Array::from_iter_values(dates()?.into_iter().map(Date32Type::from_naive_date))))
            }
            Kind::Time => {
                let offset =
                    if last_moment { TimeDelta::days(1) - TimeDelta::microseconds(1) } else { TimeDelta::zero() };
                let micros = |date: NaiveDate| (date.and_time(NaiveTime::MIN) + offset).and_utc().timestamp_micros();
                Some(Arc::new(
                    TimestampMicrosecondArray::from_iter_values(dates()?.into_iter().map(micros)).with_timezone("UTC"),
                ))
            }
            _ => None,
        }
    }
}

impl PruningStatistics for FileFacts<'_> {
    fn min_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bounds(column, false)
    }

    fn max_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bounds(column, true)
    }

    fn num_containers(&self) -> usize {
        self.files.len()
    }

    fn null_counts(&self, _column: &Column) -> Option<ArrayRef> {
        None
    }

    fn row_counts(&self) -> Option<ArrayRef> {
        None
    }

    fn contained(&self, column: &Column, values: &HashSet<ScalarValue>) -> Option<BooleanArray> {
        let wanted = values.iter().map(|value| value.try_as_str().flatten()).collect::<Option<BTreeSet<&str>>>()?;
        let answer = |file: &DataFile| {
            let held = file.keys.get(&column.name)?;
            let matches = held.iter().filter(|value| wanted.contains(value.as_str())).count();
            if matches == 0 { Some(false) } else { (matches == held.len()).then_some(true) }
        };
        Some(self.files.iter().map(|(_, file)| answer(file)).collect())
    }
}
