//! What of the rows that came is new to the store.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use arrow::array::{Array, BooleanArray, RecordBatch, StringArray};
use arrow::compute::filter_record_batch;
use udfs::Issues;
use udfs::row::{Cell, Row, cell_to_json};
use udfs::store::{Change, Store};
use udfs::stored::Versions;
use udfs::tables::{Table, batch_to_rows, rows_to_batch};

use super::columns::{At, Columns, Held, internal};
use super::known::{Found, Known};
use super::rows::text;

/// Entered by a person: no load replaces it.
pub const BY_HAND: &str = "manual";
const SCHEDULE: &str = "schedule_id";
pub const SYSTEM: &str = "source_system";
pub const REFERENCE: &str = "source_reference";
pub const TENANT: &str = "tenant_id";

type Keyed = BTreeMap<String, Row>;
type ByTable<T> = BTreeMap<&'static str, (&'static Table, T)>;

/// Rows to be written, each key once: what came last counts.
#[derive(Debug, Default)]
pub struct Pending {
    upsert: ByTable<Held>,
    create: ByTable<Held>,
    /// What is known of rows that are to go, by their reference.
    remove: ByTable<Keyed>,
    /// Hashes of the references of rows to be written.
    given: HashSet<u64>,
    /// A row goes where its record came again and gives it no more: references are the system's own keys.
    records_are_whole: bool,
    /// Things of several tables, each written whole or not at all.
    whole: Vec<Vec<Change>>,
}

/// What is left of them to write.
#[derive(Debug, Default)]
pub struct Difference {
    pub changes: Vec<Change>,
    /// Rows to upsert.
    pub batches: Vec<(&'static Table, RecordBatch)>,
    pub written: u64,
    pub unchanged: u64,
    pub kept: u64,
}

/// As a table keeps the rows; an error says what does not fit it.
fn stored(table: &'static Table, rows: &[Row]) -> Result<Vec<Row>, Issues> {
    rows_to_batch(table, rows).and_then(|batch| batch_to_rows(&batch))
}

fn of<'a>(tables: &'a mut ByTable<Held>, table: &'static Table) -> &'a mut Held {
    &mut tables.entry(table.name).or_insert_with(|| (table, Held::new(table))).1
}

impl Pending {
    pub fn new(records_are_whole: bool) -> Self {
        Self { records_are_whole, ..Self::default() }
    }

    /// What was taken, and nothing left.
    pub fn take(&mut self) -> Self {
        let next = Self::new(self.records_are_whole);
        std::mem::replace(self, next)
    }

    pub fn upsert(&mut self, at: &At) {
        if self.records_are_whole {
            let (table, reference) = (at.table(), at.text(REFERENCE).unwrap_or_default());
            self.given.insert(hash(table, reference));
            if let Some((_, removed)) = self.remove.get_mut(table.name) {
                removed.remove(reference);
            }
        }
        of(&mut self.upsert, at.table()).replace(at);
    }

    pub fn create(&mut self, at: &At) {
        of(&mut self.create, at.table()).keep(at);
    }

    /// Of a record that is no more.
    pub fn remove(&mut self, table: &'static Table, row: Row) {
        let gone = reference(&row).unwrap_or_default().to_string();
        if self.given.contains(&hash(table, &gone)) {
            of(&mut self.upsert, table).retain(|rows, row| rows.text(REFERENCE, row) != Some(&gone));
        }
        self.remove.entry(table.name).or_insert_with(|| (table, Keyed::new())).1.insert(gone, row);
    }

    pub fn whole(&mut self, changes: Vec<Change>) {
        self.whole.push(changes);
    }

    pub fn len(&self) -> usize {
        let whole: usize = self.whole.iter().flatten().map(|change| change.rows.len()).sum();
        self.upsert.values().chain(self.create.values()).map(|(_, rows)| rows.len()).sum::<usize>() + whole
    }

    pub fn difference(self, store: &dyn Store) -> Result<Difference, Issues> {
        let Self { mut upsert, create, mut remove, records_are_whole, whole, .. } = self;
        for (table, _) in remove.values() {
            of(&mut upsert, table);
        }
        let mut difference = Difference::default();
        for (table, rows) in upsert.into_values() {
            let tombs = remove.remove(table.name).map(|(_, rows)| rows).unwrap_or_default();
            let tombs: Vec<Row> = tombs.into_values().collect();
            difference.upsert(store, &rows.into_columns()?, &tombs, records_are_whole)?;
        }
        for (_, rows) in create.into_values() {
            difference.create(store, rows.into_columns()?)?;
        }
        for changes in whole {
            difference.whole(store, changes)?;
        }
        Ok(difference)
    }
}

/// Schedules that do not change any more, of those that rows are for.
fn published(store: &dyn Store, rows: &Columns, tombs: &[Row]) -> Result<BTreeSet<String>, Issues> {
    let mut published = BTreeSet::new();
    if rows.table.column(SCHEDULE).is_some() {
        for tenant in tenants(rows, tombs) {
            published.extend(Versions::read(store, tenant)?.published());
        }
    }
    Ok(published)
}

fn tenants<'a>(rows: &'a Columns, tombs: &'a [Row]) -> BTreeSet<&'a str> {
    let own = rows.texts(TENANT).into_iter().flatten().flatten();
    own.chain(tombs.iter().filter_map(|row| text(row, TENANT))).collect()
}

/// The whole of a key, and nothing in its place.
fn deletion(table: &'static Table, row: &Row) -> Change {
    let value = |name: &'static str| {
        let value = cell_to_json(row.get(name).unwrap_or(&Cell::Null));
        (name, value.as_str().map_or_else(|| value.to_string(), String::from))
    };
    Change { table, rows: Vec::new(), replaces: table.key.iter().copied().map(value).collect() }
}

fn hash(table: &Table, reference: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (table.name, reference).hash(&mut hasher);
    hasher.finish()
}

fn reference(row: &Row) -> Option<&str> {
    text(row, "source_reference")
}

impl Difference {
    /// Takes what is new among the rows; `tombs` is what is known of rows that are to go.
    fn upsert(
        &mut self,
        store: &dyn Store,
        rows: &Columns,
        tombs: &[Row],
        records_are_whole: bool,
    ) -> Result<(), Issues> {
        let known = Known::read(store, rows, tombs)?;
        let published = published(store, rows, tombs)?;
        let is_published = |of: &Columns, row| of.text(SCHEDULE, row).is_some_and(|id| published.contains(id));
        let own = rows.texts(REFERENCE).filter(|_| records_are_whole).into_iter().flatten().flatten();
        for old in known.stale(rows, tombs, own) {
            if is_published(&known.rows, old) {
                self.kept += 1;
            } else {
                self.changes.push(deletion(rows.table, &known.rows.row(old)?));
                self.written += 1;
            }
        }
        let found = known.compare(rows)?;
        let (schedules, systems) = (rows.texts(SCHEDULE), rows.texts(SYSTEM));
        let is_text = |texts: Option<&StringArray>, row: usize, is: &dyn Fn(&str) -> bool| {
            texts.is_some_and(|texts| texts.is_valid(row) && is(texts.value(row)))
        };
        let mut is_new = Vec::with_capacity(rows.len());
        for (row, found) in found.into_iter().enumerate() {
            let is_unchanged = found == Found::Same;
            let by_hand = || is_text(systems, row, &|system| system == BY_HAND);
            let is_kept = found == Found::ByHand && !by_hand()
                || !is_unchanged && is_text(schedules, row, &|id| published.contains(id));
            self.unchanged += u64::from(is_unchanged);
            self.kept += u64::from(!is_unchanged && is_kept);
            is_new.push(!is_unchanged && !is_kept);
        }
        self.add(rows, is_new)
    }

    /// Takes the rows whose key is not there yet.
    fn create(&mut self, store: &dyn Store, rows: Columns) -> Result<(), Issues> {
        let known = Known::read(store, &rows, &[])?;
        let is_new = (0..rows.len()).map(|row| !known.at.contains_key(rows.key(row))).collect();
        self.add(&rows, is_new)
    }

    fn add(&mut self, rows: &Columns, is_new: Vec<bool>) -> Result<(), Issues> {
        let new = match is_new.iter().all(|is_new| *is_new) {
            true => rows.batch.clone(),
            false => filter_record_batch(&rows.batch, &BooleanArray::from(is_new)).map_err(internal)?,
        };
        self.written += new.num_rows() as u64;
        if new.num_rows() > 0 {
            self.batches.push((rows.table, new));
        }
        Ok(())
    }

    /// Takes the changes of one thing, unless it is stored already or someone entered it by hand.
    fn whole(&mut self, store: &dyn Store, changes: Vec<Change>) -> Result<(), Issues> {
        let (mut is_same, mut is_kept) = (true, false);
        for change in &changes {
            let rows = stored(change.table, &change.rows)?;
            let rows: Keyed = rows.into_iter().map(|row| (key(change.table, &row), row)).collect();
            let known = before(store, change)?;
            is_kept |= known.values().any(is_by_hand);
            is_same &= known.len() == rows.len()
                && rows.iter().all(|(key, row)| known.get(key).is_some_and(|old| same(old, row)));
        }
        let count = changes.iter().map(|change| change.rows.len() as u64).sum::<u64>();
        match (is_same, is_kept) {
            (true, _) => self.unchanged += count,
            (_, true) => self.kept += count,
            _ => {
                self.written += count;
                self.changes.extend(changes);
            }
        }
        Ok(())
    }
}

/// What a change would delete or replace.
fn before(store: &dyn Store, change: &Change) -> Result<Keyed, Issues> {
    if change.replaces.is_empty() {
        let new = Columns::new(change.table, rows_to_batch(change.table, &change.rows)?)?;
        let known = Known::read(store, &new, &[])?;
        let old = (0..new.len()).filter_map(|row| known.at.get(new.key(row)));
        let old = old.map(|row| known.rows.row(*row)).collect::<Result<Vec<_>, Issues>>()?;
        return Ok(old.into_iter().map(|row| (key(change.table, &row), row)).collect());
    }
    let filter: Vec<(&str, &str)> = change.replaces.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(store.read(change.table, &filter)?.into_iter().map(|row| (key(change.table, &row), row)).collect())
}

/// The same but for the hash of the set they came with.
fn same(old: &Row, new: &Row) -> bool {
    old.0.iter().all(|(name, cell)| name == "provenance_hash" || new.get(name) == Some(cell))
}

fn is_by_hand(row: &Row) -> bool {
    text(row, SYSTEM) == Some(BY_HAND)
}

fn key(table: &Table, row: &Row) -> String {
    let cells = table.key.iter().map(|name| cell_to_json(row.get(name).unwrap_or(&Cell::Null)));
    serde_json::Value::Array(cells.collect()).to_string()
}
