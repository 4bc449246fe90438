//! What of the rows that came is new to the store.

use std::collections::{BTreeMap, BTreeSet};

use udfs::row::{Cell, Row, cell_to_json};
use udfs::store::{Change, Store};
use udfs::stored::Versions;
use udfs::tables::{Kind, Table, batch_to_rows, rows_to_batch};
use udfs::{Issue, Issues};

use super::rows::text;

/// Entered by a person: no load replaces it.
const BY_HAND: &str = "manual";
/// More groups of rows than this are read with the whole tenant's.
const MOST_READS: usize = 64;
const SCHEDULE: &str = "schedule_id";

type Keyed = BTreeMap<String, Row>;

/// Rows to be written, each key once: what came last counts.
#[derive(Debug, Default)]
pub struct Pending {
    upsert: BTreeMap<&'static str, (&'static Table, Keyed)>,
    create: BTreeMap<&'static str, (&'static Table, Keyed)>,
    whole: Vec<Vec<Change>>,
}

/// What is left of them to write.
#[derive(Debug, Default)]
pub struct Difference {
    pub changes: Vec<Change>,
    pub unchanged: u64,
    pub kept: u64,
}

/// As a table keeps the rows; an error says what does not fit it.
pub fn stored(table: &'static Table, rows: &[Row]) -> Result<Vec<Row>, Issues> {
    rows_to_batch(table, rows).and_then(|batch| batch_to_rows(&batch))
}

impl Pending {
    /// Takes rows in the form that the store gives them back in.
    pub fn upsert(&mut self, table: &'static Table, row: Row) {
        self.upsert.entry(table.name).or_insert_with(|| (table, Keyed::new())).1.insert(key(table, &row), row);
    }

    pub fn create(&mut self, table: &'static Table, row: Row) {
        self.create.entry(table.name).or_insert_with(|| (table, Keyed::new())).1.entry(key(table, &row)).or_insert(row);
    }

    pub fn whole(&mut self, changes: Vec<Change>) {
        self.whole.push(changes);
    }

    pub fn len(&self) -> usize {
        let whole: usize = self.whole.iter().flatten().map(|change| change.rows.len()).sum();
        self.upsert.values().chain(self.create.values()).map(|(_, rows)| rows.len()).sum::<usize>() + whole
    }

    pub fn difference(self, store: &dyn Store) -> Result<Difference, Issues> {
        let mut difference = Difference::default();
        let published = self.published(store)?;
        for (table, rows) in self.upsert.into_values() {
            let known = existing(store, table, &rows)?;
            let mut new = Vec::new();
            for (key, row) in rows {
                match known.get(&key) {
                    Some(old) if same(old, &row) => difference.unchanged += 1,
                    Some(old) if is_by_hand(old) && !is_by_hand(&row) => difference.kept += 1,
                    _ if text(&row, SCHEDULE).is_some_and(|id| published.contains(id)) => difference.kept += 1,
                    _ => new.push(row),
                }
            }
            difference.changes.push(Change::upsert(table, new));
        }
        for (table, rows) in self.create.into_values() {
            let known = existing(store, table, &rows)?;
            let new = rows.into_iter().filter(|(key, _)| !known.contains_key(key)).map(|(_, row)| row).collect();
            difference.changes.push(Change::upsert(table, new));
        }
        for changes in self.whole {
            difference.whole(store, changes)?;
        }
        difference.changes.retain(|change| !change.replaces.is_empty() || !change.rows.is_empty());
        Ok(difference)
    }

    /// Schedules that do not change any more, of those that rows are for.
    fn published(&self, store: &dyn Store) -> Result<BTreeSet<String>, Issues> {
        let of_schedule = |(table, rows): &(&'static Table, Keyed)| {
            let row = rows.values().next().filter(|_| table.column(SCHEDULE).is_some())?;
            text(row, "tenant_id").map(String::from)
        };
        let tenants: BTreeSet<String> = self.upsert.values().filter_map(of_schedule).collect();
        let mut published = BTreeSet::new();
        for tenant in tenants {
            let versions = Versions::read(store, &tenant)?;
            let ids = self.upsert.values().flat_map(|(_, rows)| rows.values()).filter_map(|row| text(row, SCHEDULE));
            published.extend(ids.filter(|id| versions.published_run(id).is_some()).map(String::from));
        }
        Ok(published)
    }
}

impl Difference {
    /// Takes the changes of one thing, unless it is stored already or someone entered it by hand.
    fn whole(&mut self, store: &dyn Store, changes: Vec<Change>) -> Result<(), Issues> {
        let (mut is_same, mut is_kept) = (true, false);
        for change in &changes {
            let rows = stored(change.table, &change.rows)?;
            let rows: Keyed = rows.into_iter().map(|row| (key(change.table, &row), row)).collect();
            let known = before(store, change, &rows)?;
            is_kept |= known.values().any(is_by_hand);
            is_same &= known.len() == rows.len()
                && rows.iter().all(|(key, row)| known.get(key).is_some_and(|old| same(old, row)));
        }
        let count = changes.iter().map(|change| change.rows.len() as u64).sum::<u64>();
        match (is_same, is_kept) {
            (true, _) => self.unchanged += count,
            (_, true) => self.kept += count,
            _ => self.changes.extend(changes),
        }
        Ok(())
    }
}

/// What a change would delete or replace.
fn before(store: &dyn Store, change: &Change, rows: &Keyed) -> Result<Keyed, Issues> {
    if change.replaces.is_empty() {
        return existing(store, change.table, rows);
    }
    let filter: Vec<(&str, &str)> = change.replaces.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(store.read(change.table, &filter)?.into_iter().map(|row| (key(change.table, &row), row)).collect())
}

/// The same but for the hash of the set they came with.
fn same(old: &Row, new: &Row) -> bool {
    old.0.iter().all(|(name, cell)| name == "provenance_hash" || new.get(name) == Some(cell))
}

fn is_by_hand(row: &Row) -> bool {
    text(row, "source_system") == Some(BY_HAND)
}

fn key(table: &Table, row: &Row) -> String {
    let cells = table.key.iter().map(|name| cell_to_json(row.get(name).unwrap_or(&Cell::Null)));
    serde_json::Value::Array(cells.collect()).to_string()
}

/// The store's rows of the groups that these rows are in: of a schedule, a site, a tariff.
fn existing(store: &dyn Store, table: &'static Table, rows: &Keyed) -> Result<Keyed, Issues> {
    let is_text = |name: &&&str| table.column(name).is_some_and(|column| column.kind == Kind::Text);
    let own = table.key.len().saturating_sub(1).max(1);
    let by: Vec<&'static str> = table.key[..own].iter().filter(is_text).copied().collect();
    let group = |row: &Row, by: &[&str]| -> Vec<String> {
        by.iter().map(|name| text(row, name).unwrap_or_default().to_string()).collect()
    };
    let mut columns = by.as_slice();
    let mut groups: BTreeSet<Vec<String>> = rows.values().map(|row| group(row, columns)).collect();
    if groups.len() > MOST_READS {
        columns = &by[..1];
        groups = rows.values().map(|row| group(row, columns)).collect();
    }
    let mut known = Keyed::new();
    for values in groups {
        let filter: Vec<(&str, &str)> = columns.iter().copied().zip(values.iter().map(String::as_str)).collect();
        for row in store.read(table, &filter)? {
            let key = key(table, &row);
            if rows.contains_key(&key) {
                known.insert(key, row);
            }
        }
    }
    Ok(known)
}

/// Rows in stored form, or the row's own issues.
pub fn fitted(rows: Vec<(&'static Table, Row)>) -> Result<Vec<(&'static Table, Row)>, Vec<Issue>> {
    let mut issues = Vec::new();
    let mut fitted = Vec::with_capacity(rows.len());
    for (table, row) in rows {
        match stored(table, std::slice::from_ref(&row)) {
            Ok(rows) => fitted.extend(rows.into_iter().map(|row| (table, row))),
            Err(found) => issues.extend(found.0),
        }
    }
    if issues.is_empty() { Ok(fitted) } else { Err(issues) }
}
