//! Where the engine's tables are.

mod during;
mod memory;

use std::collections::BTreeSet;
use std::fmt::Debug;

use arrow::array::RecordBatch;

use crate::error::Issues;
use crate::row::{Cell, Row};
use crate::tables::{Table, batch_to_rows, rows_to_batch};

pub use during::During;
pub use memory::MemoryStore;

/// Where tables are kept: a Parquet warehouse, a Postgres database, or memory.
///
/// Blocking, so that the engine needs no runtime and a database backend no threads.
pub trait Store: Debug + Send + Sync {
    /// The rows whose columns equal all of `filter`, in key order. A table that was never written has no rows.
    fn read(&self, table: &'static Table, filter: &[(&str, &str)]) -> Result<Vec<Row>, Issues>;

    /// Those of the rows that are about a time: a store that can finds them without reading the others.
    fn read_during(&self, table: &'static Table, filter: &[(&str, &str)], during: &During) -> Result<Vec<Row>, Issues> {
        Ok(self.read(table, filter)?.into_iter().filter(|row| during.has(row)).collect())
    }

    /// An error where nothing can be written: for what takes long before it writes.
    fn writable(&self) -> Result<(), Issues> {
        Ok(())
    }

    /// The rows that equal all of `filter` and have one of the values in the column, in key order and in columns: many rows
    /// take less room there, and less time.
    fn batch_any(
        &self,
        table: &'static Table,
        filter: &[(&str, &str)],
        column: &str,
        values: &BTreeSet<&str>,
    ) -> Result<RecordBatch, Issues> {
        let is_one = |row: &Row| matches!(row.get(column), Some(Cell::Text(text)) if values.contains(text.as_str()));
        let rows: Vec<Row> = self.read(table, filter)?.into_iter().filter(is_one).collect();
        rows_to_batch(table, &rows)
    }

    /// Writes all changes or none, in their order. A row replaces the one with the same key; the same write twice changes
    /// nothing.
    fn write(&self, changes: &[Change]) -> Result<(), Issues>;

    /// As [`Store::write`], with further rows to upsert, in columns.
    fn write_batches(&self, mut changes: Vec<Change>, batches: &[(&'static Table, RecordBatch)]) -> Result<(), Issues> {
        for (table, batch) in batches {
            changes.push(Change::upsert(table, batch_to_rows(batch)?));
        }
        self.write(&changes)
    }

    /// Whether it refuses a row that refers to one which is not there.
    fn checks_references(&self) -> bool {
        false
    }
}

/// Rows to upsert into a table.
#[derive(Debug)]
pub struct Change {
    pub table: &'static Table,
    pub rows: Vec<Row>,
    /// Text columns and values: all other rows of the table that have them are deleted. Empty: no row is.
    pub replaces: Vec<(&'static str, String)>,
}

impl Change {
    pub fn upsert(table: &'static Table, rows: Vec<Row>) -> Self {
        Self { table, rows, replaces: Vec::new() }
    }
}
