use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use arrow::array::{RecordBatch, UInt64Array};
use arrow::compute::{concat_batches, take_record_batch};
use udfs::row::Row;
use udfs::store::Store;
use udfs::tables::{Kind, rows_to_batch};
use udfs::{Issue, Issues};

use super::changes::{BY_HAND, REFERENCE, SYSTEM, TENANT};
use super::columns::{Columns, encode, internal};
use super::rows::text;

/// More groups of rows than this are read with the whole tenant's.
const MOST_READS: usize = 64;

/// The store's rows with the keys of others, and those that the same records may have given before: of the same job,
/// schedule, tariff or equipment.
pub struct Known {
    pub rows: Columns,
    /// The row of each key.
    pub at: HashMap<Box<[u8]>, usize>,
}

/// What is stored under the key of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// The same but for the hash of the set it came with.
    Same,
    ByHand,
    Other,
}

impl Known {
    pub fn read(store: &dyn Store, rows: &Columns, tombs: &[Row]) -> Result<Self, Issues> {
        let rows = Columns::new(rows.table, existing(store, rows, tombs)?)?;
        let at = (0..rows.len()).map(|row| (rows.key(row).into(), row)).collect();
        Ok(Self { rows, at })
    }

    /// Rows of those records that the records do not give any more.
    pub fn stale<'a>(&self, new: &Columns, tombs: &'a [Row], own: impl Iterator<Item = &'a str>) -> Vec<usize> {
        if self.rows.len() == 0 {
            return Vec::new();
        }
        let owned: HashSet<&str> = own.chain(tombs.iter().filter_map(|row| text(row, REFERENCE))).collect();
        let keys: HashSet<&[u8]> = (0..new.len()).map(|row| new.key(row)).collect();
        let first = (new.len() > 0).then(|| new.text(SYSTEM, 0));
        let system = first.unwrap_or_else(|| tombs.first().and_then(|row| text(row, SYSTEM)));
        let is_own = |row: &usize| {
            self.rows.text(SYSTEM, *row) == system
                && self.rows.text(REFERENCE, *row).is_some_and(|one| owned.contains(one))
        };
        (0..self.rows.len()).filter(is_own).filter(|row| !keys.contains(self.rows.key(*row))).collect()
    }

    pub fn compare(&self, new: &Columns) -> Result<Vec<Found>, Issue> {
        let mut found = vec![Found::Nothing; new.len()];
        if self.rows.len() == 0 {
            return Ok(found);
        }
        let pairs: Vec<(usize, usize)> =
            (0..new.len()).filter_map(|row| Some((row, *self.at.get(new.key(row))?))).collect();
        let own = |batch: &RecordBatch, rows: Vec<u64>| {
            let taken = take_record_batch(batch, &UInt64Array::from(rows)).map_err(internal)?;
            encode(&taken, |name| name != "provenance_hash")
        };
        let before = own(&self.rows.batch, pairs.iter().map(|(_, old)| *old as u64).collect())?;
        let after = own(&new.batch, pairs.iter().map(|(row, _)| *row as u64).collect())?;
        for (pair, (row, old)) in pairs.into_iter().enumerate() {
            found[row] = if before.row(pair) == after.row(pair) {
                Found::Same
            } else if self.rows.text(SYSTEM, old) == Some(BY_HAND) {
                Found::ByHand
            } else {
                Found::Other
            };
        }
        Ok(found)
    }
}

fn existing(store: &dyn Store, rows: &Columns, tombs: &[Row]) -> Result<RecordBatch, Issues> {
    let table = rows.table;
    let is_text = |name: &&&str| table.column(name).is_some_and(|column| column.kind == Kind::Text);
    if let Some(own) = table.key.last().filter(is_text) {
        let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in 0..rows.len() {
            let tenant = rows.text(TENANT, row).unwrap_or_default();
            values.entry(tenant).or_default().extend(rows.text(own, row));
        }
        for row in tombs {
            values.entry(text(row, TENANT).unwrap_or_default()).or_default().extend(text(row, own));
        }
        let reads = values.iter().map(|(tenant, values)| store.batch_any(table, &[(TENANT, tenant)], own, values));
        let batches = reads.collect::<Result<Vec<_>, Issues>>()?;
        return concat_batches(&table.schema(), &batches).map_err(|e| internal(e).into());
    }
    let by: Vec<&'static str> = table.key[..table.key.len() - 1].iter().filter(is_text).copied().collect();
    let mut columns = by.as_slice();
    let mut groups = groups(rows, tombs, columns);
    if groups.len() > MOST_READS {
        columns = &by[..1];
        groups = self::groups(rows, tombs, columns);
    }
    let mut known = Vec::new();
    for values in groups {
        let filter: Vec<(&str, &str)> = columns.iter().copied().zip(values).collect();
        known.extend(store.read(table, &filter)?);
    }
    rows_to_batch(table, &known)
}

/// The values that rows have in some columns.
fn groups<'a>(rows: &'a Columns, tombs: &'a [Row], by: &[&str]) -> BTreeSet<Vec<&'a str>> {
    let own = (0..rows.len()).map(|row| by.iter().map(|name| rows.text(name, row).unwrap_or_default()).collect());
    let gone = tombs.iter().map(|row| by.iter().map(|name| text(row, name).unwrap_or_default()).collect());
    own.chain(gone).collect()
}
