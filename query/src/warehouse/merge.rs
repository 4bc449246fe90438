use std::collections::{BTreeMap, HashSet};

use arrow::array::{ArrayRef, RecordBatch};
use arrow::compute::interleave_record_batch;
use arrow::row::{OwnedRow, RowConverter, Rows, SortField};
use udfs::Issue;
use udfs::tables::Table;

use super::faults::internal;

/// The keys of a batch, in an encoding whose order is the order of the rows.
pub fn keys(table: &Table, batch: &RecordBatch) -> Result<Rows, Issue> {
    let columns = table.key.iter().map(|name| batch.column_by_name(name).cloned()).collect::<Option<Vec<_>>>();
    let columns = columns.ok_or_else(|| internal(format!("{} without its key columns", table.name)))?;
    encoded(&columns)
}

/// All columns of a batch, to compare rows by.
pub fn whole_rows(batch: &RecordBatch) -> Result<Rows, Issue> {
    encoded(batch.columns())
}

fn encoded(columns: &[ArrayRef]) -> Result<Rows, Issue> {
    let fields = columns.iter().map(|column| SortField::new(column.data_type().clone())).collect();
    RowConverter::new(fields).and_then(|converter| converter.convert_columns(columns)).map_err(internal)
}

/// The rows of `batches` in key order; of rows with one key the last.
pub fn merge(table: &Table, batches: &[RecordBatch]) -> Result<RecordBatch, Issue> {
    merge_without(table, batches, &HashSet::new())
}

/// As [`merge`], less those rows of the first batch whose key is in `replaced`.
pub fn merge_without(
    table: &Table,
    batches: &[RecordBatch],
    replaced: &HashSet<OwnedRow>,
) -> Result<RecordBatch, Issue> {
    let mut newest: BTreeMap<OwnedRow, (usize, usize)> = BTreeMap::new();
    for (i, batch) in batches.iter().enumerate() {
        for (row, key) in keys(table, batch)?.iter().enumerate() {
            let key = key.owned();
            if i > 0 || !replaced.contains(&key) {
                newest.insert(key, (i, row));
            }
        }
    }
    if newest.is_empty() {
        return Ok(RecordBatch::new_empty(table.schema()));
    }
    let batches: Vec<&RecordBatch> = batches.iter().collect();
    let rows: Vec<(usize, usize)> = newest.into_values().collect();
    interleave_record_batch(&batches, &rows).map_err(internal)
}

pub fn key_set(table: &Table, batch: &RecordBatch) -> Result<HashSet<OwnedRow>, Issue> {
    Ok(keys(table, batch)?.iter().map(|key| key.owned()).collect())
}
