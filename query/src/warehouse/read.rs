use std::collections::BTreeSet;

use arrow::array::{ArrayRef, AsArray, BooleanArray, RecordBatch, Scalar};
use arrow::compute::kernels::cmp::not_distinct;
use arrow::compute::{and, filter_record_batch, not};
use futures::{StreamExt, TryStreamExt, stream};
use udfs::error::{Code, Place};
use udfs::row::{Cell, Row};
use udfs::tables::{Column, Table, batch_to_rows, value_array};
use udfs::{Issue, Issues};

use super::faults::internal;
use super::log::Log;
use super::partition::value_texts;
use super::state::{DataFile, PartitionId};
use super::{merge, parquet_file};

const FILES_AT_ONCE: usize = 8;

/// Columns that have to equal values, and one that has to be of several.
#[derive(Debug)]
pub struct Filter {
    equal: Vec<Equals>,
    any: Option<(&'static str, BTreeSet<String>)>,
}

#[derive(Debug)]
struct Equals {
    column: &'static Column,
    text: String,
    value: ArrayRef,
    /// As a partition's folder has it.
    partition_text: Option<String>,
}

impl Filter {
    pub fn new(table: &'static Table, filter: &[(&str, &str)]) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let mut equals = Vec::new();
        for (name, text) in filter {
            match Equals::new(table, name, text) {
                Ok(one) => equals.push(one),
                Err(issue) => issues.push(issue),
            }
        }
        issues.into_result(Self { equal: equals, any: None }).map(|(filter, _)| filter)
    }

    /// Those with one of the values in a text column.
    pub fn with_any(self, table: &'static Table, column: &str, values: &BTreeSet<&str>) -> Result<Self, Issue> {
        let column = table.column(column).ok_or_else(|| internal(format!("{} has no column {column}", table.name)))?;
        Ok(Self { any: Some((column.name, values.iter().map(ToString::to_string).collect())), ..self })
    }

    pub fn may_be_in(&self, table: &Table, partition: &PartitionId, file: &DataFile) -> bool {
        let may_hold = |(column, values): &(&str, BTreeSet<String>)| file.may_hold_any(column, values);
        self.any.as_ref().is_none_or(may_hold)
            && self.equal.iter().all(|equals| {
                let folders = table.partition.iter().zip(&partition.values);
                let mut own = folders.filter(|(by, _)| by.column() == equals.column.name).map(|(_, value)| value);
                own.all(|value| equals.partition_text.as_ref().is_none_or(|text| text == value))
                    && file.may_hold(equals.column.name, &equals.text)
            })
    }

    fn keep(&self, batch: &RecordBatch) -> Result<RecordBatch, Issue> {
        filter_record_batch(batch, &self.matches(batch)?).map_err(internal)
    }

    /// The rows that do not match.
    pub fn without(&self, batch: &RecordBatch) -> Result<RecordBatch, Issue> {
        let others = not(&self.matches(batch)?).map_err(internal)?;
        filter_record_batch(batch, &others).map_err(internal)
    }

    fn matches(&self, batch: &RecordBatch) -> Result<BooleanArray, Issue> {
        let mut matches = BooleanArray::from(vec![true; batch.num_rows()]);
        if let Some((column, values)) = &self.any {
            let array = batch.column_by_name(column).and_then(|array| array.as_string_opt::<i32>());
            let texts = array.ok_or_else(|| internal(column))?;
            matches = texts.iter().map(|text| Some(text.is_some_and(|text| values.contains(text)))).collect();
        }
        for equals in &self.equal {
            let array = batch.column_by_name(equals.column.name).ok_or_else(|| internal(equals.column.name))?;
            let equal = not_distinct(array, &Scalar::new(&equals.value)).map_err(internal)?;
            matches = and(&matches, &equal).map_err(internal)?;
        }
        Ok(matches)
    }
}

impl Equals {
    fn new(table: &'static Table, name: &str, text: &str) -> Result<Self, Issue> {
        let unknown = || {
            let message = format!("{} has no column \"{name}\"", table.name);
            Issue::error(
                Code::UnknownField,
                Place::new("filter").column(name),
                message,
                "filter by a column of the table",
            )
        };
        let column = table.column(name).ok_or_else(unknown)?;
        let value = value_array(column, &Cell::Text(text.into()))?;
        let partition_text = value_texts(&value).and_then(|mut texts| texts.pop());
        Ok(Self { column, text: text.into(), value, partition_text })
    }
}

/// The rows in key order.
pub async fn read(log: &Log, table: &'static Table, filter: &Filter) -> Result<Vec<Row>, Issues> {
    batch_to_rows(&batch(log, table, filter).await?)
}

/// As [`read`], in columns.
pub async fn batch(log: &Log, table: &'static Table, filter: &Filter) -> Result<RecordBatch, Issues> {
    let state = log.newest().await?;
    let files: Vec<DataFile> = state
        .of(table)
        .filter(|(partition, file)| filter.may_be_in(table, partition, file))
        .map(|(_, file)| file.clone())
        .collect();
    let load = |file: DataFile| async move { filter.keep(&parquet_file::load(&log.storage, table, &file).await?) };
    let batches: Vec<RecordBatch> =
        stream::iter(files.into_iter().map(load)).buffered(FILES_AT_ONCE).try_collect().await.map_err(Issues::from)?;
    Ok(merge::merge(table, &batches)?)
}
