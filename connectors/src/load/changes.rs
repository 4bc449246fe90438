//! What of the rows that came is new to the store.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use udfs::Issues;
use udfs::row::{Cell, Row, cell_to_json};
use udfs::store::{Change, Store};
use udfs::stored::Versions;
use udfs::tables::{Kind, Table, batch_to_rows, rows_to_batch};

use super::page::Record;
use super::rows::text;

/// Entered by a person: no load replaces it.
const BY_HAND: &str = "manual";
/// More groups of rows than this are read with the whole tenant's.
const MOST_READS: usize = 64;
const SCHEDULE: &str = "schedule_id";
const SYSTEM: &str = "source_system";

type Keyed = BTreeMap<String, Row>;
type ByTable = BTreeMap<&'static str, (&'static Table, Keyed)>;

/// Rows to be written, each key once: what came last counts.
#[derive(Debug, Default)]
pub struct Pending {
    upsert: ByTable,
    create: ByTable,
    /// What is known of rows that are to go, by their reference.
    remove: ByTable,
    /// Hashes of the references of rows to be written.
    given: HashSet<u64>,
    /// A row goes where its record came again and gives it no more: references are the system's own keys.
    whole: bool,
}

/// What is left of them to write.
#[derive(Debug, Default)]
pub struct Difference {
    pub changes: Vec<Change>,
    pub written: u64,
    pub unchanged: u64,
    pub kept: u64,
}

/// As a table keeps the rows; an error says what does not fit it.
pub fn stored(table: &'static Table, rows: &[Row]) -> Result<Vec<Row>, Issues> {
    rows_to_batch(table, rows).and_then(|batch| batch_to_rows(&batch))
}

fn of<'a>(tables: &'a mut ByTable, table: &'static Table) -> &'a mut Keyed {
    &mut tables.entry(table.name).or_insert_with(|| (table, Keyed::new())).1
}

impl Pending {
    pub fn new(whole: bool) -> Self {
        Self { whole, ..Self::default() }
    }

    /// What was taken, and nothing left.
    pub fn take(&mut self) -> Self {
        let whole = self.whole;
        std::mem::replace(self, Self::new(whole))
    }

    /// Takes rows in the form that the store gives them back in.
    pub fn upsert(&mut self, table: &'static Table, row: Row) {
        if self.whole {
            let reference = reference(&row).unwrap_or_default();
            self.given.insert(hash(table, reference));
            if let Some((_, removed)) = self.remove.get_mut(table.name) {
                removed.remove(reference);
            }
        }
        of(&mut self.upsert, table).insert(key(table, &row), row);
    }

    pub fn create(&mut self, table: &'static Table, row: Row) {
        of(&mut self.create, table).entry(key(table, &row)).or_insert(row);
    }

    /// Of a record that is no more.
    pub fn remove(&mut self, table: &'static Table, row: Row) {
        let gone = reference(&row).unwrap_or_default().to_string();
        if self.given.contains(&hash(table, &gone)) {
            of(&mut self.upsert, table).retain(|_, row| reference(row) != Some(&gone));
        }
        of(&mut self.remove, table).insert(gone, row);
    }

    pub fn len(&self) -> usize {
        self.upsert.values().chain(self.create.values()).map(|(_, rows)| rows.len()).sum()
    }

    pub fn difference(self, store: &dyn Store) -> Result<Difference, Issues> {
        let mut difference = Difference::default();
        let published = published(store, self.upsert.values().chain(self.remove.values()))?;
        let is_published = |row: &Row| text(row, SCHEDULE).is_some_and(|id| published.contains(id));
        let Self { mut upsert, create, mut remove, whole, .. } = self;
        for (table, _) in remove.values() {
            of(&mut upsert, table);
        }
        for (table, rows) in upsert.into_values() {
            let tombs = remove.remove(table.name).map(|(_, rows)| rows).unwrap_or_default();
            let known = existing(store, table, rows.values().chain(tombs.values()))?;
            let owned: BTreeSet<&str> =
                tombs.values().chain(rows.values().filter(|_| whole)).filter_map(reference).collect();
            let system = rows.values().chain(tombs.values()).next().and_then(|row| text(row, SYSTEM));
            let is_stale = |(key, old): &(&String, &Row)| {
                let is_own = text(old, SYSTEM) == system && reference(old).is_some_and(|one| owned.contains(one));
                is_own && !rows.contains_key(*key)
            };
            for (_, old) in known.iter().filter(is_stale) {
                if is_published(old) {
                    difference.kept += 1;
                } else {
                    difference.changes.push(deletion(table, old));
                    difference.written += 1;
                }
            }
            let mut new = Vec::new();
            for (key, row) in rows {
                match known.get(&key) {
                    Some(old) if same(old, &row) => difference.unchanged += 1,
                    Some(old) if is_by_hand(old) && !is_by_hand(&row) => difference.kept += 1,
                    _ if is_published(&row) => difference.kept += 1,
                    _ => new.push(row),
                }
            }
            difference.written += new.len() as u64;
            difference.changes.push(Change::upsert(table, new));
        }
        for (table, rows) in create.into_values() {
            let known = existing(store, table, rows.values())?;
            let new: Vec<Row> =
                rows.into_iter().filter(|(key, _)| !known.contains_key(key)).map(|(_, row)| row).collect();
            difference.written += new.len() as u64;
            difference.changes.push(Change::upsert(table, new));
        }
        difference.changes.retain(|change| !change.rows.is_empty() || !change.replaces.is_empty());
        Ok(difference)
    }
}

/// Schedules that do not change any more, of those that rows are for.
fn published<'a>(
    store: &dyn Store,
    tables: impl Iterator<Item = &'a (&'static Table, Keyed)>,
) -> Result<BTreeSet<String>, Issues> {
    let mut tenants: BTreeSet<&str> = BTreeSet::new();
    for (_, rows) in tables.filter(|(table, _)| table.column(SCHEDULE).is_some()) {
        tenants.extend(rows.values().filter_map(|row| text(row, "tenant_id")));
    }
    let mut published = BTreeSet::new();
    for tenant in tenants {
        published.extend(Versions::read(store, tenant)?.published());
    }
    Ok(published)
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

/// The store's rows with these keys, and others that the same records may have given before: of the same job, schedule,
/// tariff or equipment.
fn existing<'a>(
    store: &dyn Store,
    table: &'static Table,
    rows: impl Iterator<Item = &'a Row> + Clone,
) -> Result<Keyed, Issues> {
    let is_text = |name: &&&str| table.column(name).is_some_and(|column| column.kind == Kind::Text);
    let own = table.key.last().filter(is_text);
    let keyed = |rows: Vec<Row>| rows.into_iter().map(|row| (key(table, &row), row));
    if let Some(own) = own {
        let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in rows {
            let tenant = text(row, "tenant_id").unwrap_or_default();
            values.entry(tenant).or_default().extend(text(row, own));
        }
        let mut known = Keyed::new();
        for (tenant, values) in values {
            known.extend(keyed(store.read_any(table, &[("tenant_id", tenant)], own, &values)?));
        }
        return Ok(known);
    }
    let by: Vec<&'static str> = table.key[..table.key.len() - 1].iter().filter(is_text).copied().collect();
    let group = |row: &Row, by: &[&str]| -> Vec<String> {
        by.iter().map(|name| text(row, name).unwrap_or_default().to_string()).collect()
    };
    let mut columns = by.as_slice();
    let mut groups: BTreeSet<Vec<String>> = rows.clone().map(|row| group(row, columns)).collect();
    if groups.len() > MOST_READS {
        columns = &by[..1];
        groups = rows.map(|row| group(row, columns)).collect();
    }
    let mut known = Keyed::new();
    for values in groups {
        let filter: Vec<(&str, &str)> = columns.iter().copied().zip(values.iter().map(String::as_str)).collect();
        known.extend(keyed(store.read(table, &filter)?));
    }
    Ok(known)
}

/// Brings the rows of records into stored form, all at once; a record with a row that does not fit has its issues instead.
pub fn settle(records: &mut [Record]) {
    let mut tables: BTreeMap<&str, (&'static Table, Vec<Row>)> = BTreeMap::new();
    for (table, row) in records.iter_mut().flat_map(rows_of) {
        tables.entry(table.name).or_insert_with(|| (table, Vec::new())).1.push(std::mem::take(row));
    }
    let mut unfit = Vec::new();
    let mut settled: BTreeMap<&str, std::vec::IntoIter<Row>> = BTreeMap::new();
    for (name, (table, rows)) in tables {
        let fit = stored(table, &rows);
        if fit.is_err() {
            unfit.push(name);
        }
        settled.insert(name, fit.unwrap_or(rows).into_iter());
    }
    for (table, row) in records.iter_mut().flat_map(rows_of) {
        *row = settled.get_mut(table.name).and_then(Iterator::next).unwrap_or_default();
    }
    for record in records.iter_mut().filter(|_| !unfit.is_empty()) {
        let mut issues = Vec::new();
        for (table, row) in rows_of(record).filter(|(table, _)| unfit.contains(&table.name)) {
            match stored(table, std::slice::from_ref(row)) {
                Ok(mut fit) => *row = fit.pop().unwrap_or_default(),
                Err(found) => issues.extend(found.0),
            }
        }
        if !issues.is_empty() {
            record.read = Err(issues);
        }
    }
}

fn rows_of(record: &mut Record) -> impl Iterator<Item = (&'static Table, &mut Row)> {
    let rows = record.read.as_mut().ok();
    let both = rows.into_iter().flat_map(|rows| rows.upsert.iter_mut().chain(rows.create.iter_mut()));
    both.map(|(table, row)| (*table, row))
}
