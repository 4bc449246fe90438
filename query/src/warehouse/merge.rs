use std::collections::HashSet;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::compute::interleave_record_batch;
use arrow::row::{RowConverter, Rows, SortField};
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

/// Encoded keys.
pub type KeySet = HashSet<Box<[u8]>>;

/// The rows of `batches` in key order; of rows with one key the last.
pub fn merge(table: &Table, batches: &[RecordBatch]) -> Result<RecordBatch, Issue> {
    merge_without(table, batches, &KeySet::new())
}

/// As [`merge`], less those rows of the first batch whose key is in `replaced`.
pub fn merge_without(table: &Table, batches: &[RecordBatch], replaced: &KeySet) -> Result<RecordBatch, Issue> {
    let keys = batches.iter().map(|batch| keys(table, batch)).collect::<Result<Vec<_>, _>>()?;
    let mut rows: Vec<(&[u8], usize, usize)> = Vec::with_capacity(keys.iter().map(Rows::num_rows).sum());
    for (i, keys) in keys.iter().enumerate() {
        let of_batch = keys.iter().enumerate().map(|(row, key)| (key.data(), i, row));
        rows.extend(of_batch.filter(|(key, ..)| i > 0 || replaced.is_empty() || !replaced.contains(*key)));
    }
    // stable: of one key the last stays last; batches that are in order are only merged
    rows.sort_by_key(|(key, ..)| *key);
    let is_last = |n: &usize| rows.get(n + 1).is_none_or(|(next, ..)| *next != rows[*n].0);
    let places: Vec<(usize, usize)> = (0..rows.len()).filter(is_last).map(|n| (rows[n].1, rows[n].2)).collect();
    match (batches, places.as_slice()) {
        (_, []) => Ok(RecordBatch::new_empty(table.schema())),
        ([one], places) if is_whole(one, places) => Ok(one.clone()),
        (batches, places) => {
            let batches: Vec<&RecordBatch> = batches.iter().collect();
            interleave_record_batch(&batches, places).map_err(internal)
        }
    }
}

/// Whether these are all rows of a batch in their order.
fn is_whole(batch: &RecordBatch, places: &[(usize, usize)]) -> bool {
    places.len() == batch.num_rows() && places.iter().enumerate().all(|(n, (_, row))| n == *row)
}

pub fn key_set(table: &Table, batch: &RecordBatch) -> Result<KeySet, Issue> {
    Ok(keys(table, batch)?.iter().map(|key| key.data().into()).collect())
}
