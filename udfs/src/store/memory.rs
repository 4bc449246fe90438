use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use super::{Change, Store};
use crate::document::{decimal_text, instant_text};
use crate::error::Issues;
use crate::row::{Cell, Row};
use crate::tables::{Table, batch_to_rows, rows_to_batch};

/// Tables in memory: for tests, and for problems that come from a document.
#[derive(Debug, Default)]
pub struct MemoryStore {
    /// By table name, then key.
    tables: RwLock<BTreeMap<&'static str, BTreeMap<Key, Row>>>,
}

impl MemoryStore {
    pub fn new() -> Self {
        Self::default()
    }
}

impl Store for MemoryStore {
    fn read(&self, table: &'static Table, filter: &[(&str, &str)]) -> Result<Vec<Row>, Issues> {
        let tables = self.tables.read().unwrap_or_else(PoisonError::into_inner);
        let rows = tables.get(table.name).into_iter().flat_map(BTreeMap::values);
        Ok(rows.filter(|row| has(row, filter)).cloned().collect())
    }

    fn write(&self, changes: &[Change]) -> Result<(), Issues> {
        let mut kept = Vec::new();
        let mut issues = Issues::default();
        for change in changes {
            // as a stored table would keep them
            match rows_to_batch(change.table, &change.rows).and_then(|batch| batch_to_rows(&batch)) {
                Ok(rows) => kept.push((change, rows)),
                Err(found) => issues.extend(found),
            }
        }
        if issues.has_errors() {
            return Err(issues);
        }
        let mut tables = self.tables.write().unwrap_or_else(PoisonError::into_inner);
        for (Change { table, replaces, .. }, rows) in kept {
            let stored = tables.entry(table.name).or_default();
            stored.retain(|_, row| replaces.is_empty() || !has(row, replaces));
            stored.extend(rows.into_iter().map(|row| (Key::of(table, &row), row)));
        }
        Ok(())
    }
}

fn has(row: &Row, values: &[(&str, impl AsRef<str>)]) -> bool {
    values.iter().all(|(column, value)| row.get(column).is_some_and(|cell| text_of(cell) == value.as_ref()))
}

/// The cells of a row's key; ordered as their values are.
#[derive(Debug, PartialEq, Eq)]
struct Key(Vec<Cell>);

impl Key {
    fn of(table: &Table, row: &Row) -> Self {
        Self(table.key.iter().map(|column| row.get(column).cloned().unwrap_or(Cell::Null)).collect())
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let pairs = self.0.iter().zip(&other.0);
        pairs.map(|(a, b)| compare(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn compare(a: &Cell, b: &Cell) -> Ordering {
    match (a, b) {
        (Cell::Number(a), Cell::Number(b)) => a.cmp(b),
        (Cell::Time(a), Cell::Time(b)) => a.cmp(b),
        (Cell::Date(a), Cell::Date(b)) => a.cmp(b),
        _ => text_of(a).cmp(&text_of(b)),
    }
}

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => decimal_text(*number),
        Cell::Time(at) => instant_text(*at),
        other => other.describe(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::tables::{HOLIDAYS, SITES};

    fn row(cells: &[(&str, Cell)]) -> Row {
        Row(cells.iter().map(|(name, cell)| (name.to_string(), cell.clone())).collect())
    }

    fn holiday(date: &str, name: &str) -> Row {
        let texts = [
            ("tenant_id", "t"),
            ("tariff_id", "x"),
            ("holiday", date),
            ("holiday_name", name),
            ("source_system", "test"),
            ("source_reference", "1"),
            ("provenance_hash", "0"),
        ];
        row(&texts.map(|(column, text)| (column, Cell::Text(text.to_string()))))
    }

    #[test]
    fn a_later_row_replaces_the_one_with_the_same_key_and_rows_come_in_key_order() {
        let store = MemoryStore::new();
        for rows in [vec![holiday("2026-07-03", "a"), holiday("2026-01-01", "a")], vec![holiday("2026-07-03", "b")]] {
            store.write(&[Change::upsert(&HOLIDAYS, rows)]).expect("valid rows");
        }
        let rows = store.read(&HOLIDAYS, &[("tenant_id", "t")]).expect("rows");
        let names: Vec<_> = rows.iter().filter_map(|row| row.get("holiday_name").map(text_of)).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(store.read(&HOLIDAYS, &[("holiday", "2026-01-01")]).expect("rows").len(), 1);
        assert!(store.read(&HOLIDAYS, &[("tenant_id", "u")]).expect("no rows").is_empty());
    }

    #[test]
    fn a_write_with_a_bad_row_writes_nothing() {
        let store = MemoryStore::new();
        let bad = Change::upsert(&SITES, vec![row(&[("tenant_id", Cell::Text("t".into()))])]);
        let good = Change::upsert(&HOLIDAYS, vec![holiday("2026-01-01", "a")]);
        let issues = store.write(&[good, bad]).expect_err("columns are missing");
        assert!(issues.0.iter().all(|issue| issue.code == Code::MissingField), "{issues}");
        assert!(store.read(&HOLIDAYS, &[]).expect("no rows").is_empty());
    }

    #[test]
    fn rows_that_replace_leave_nothing_else_of_theirs() {
        let store = MemoryStore::new();
        let other = Row(holiday("2026-05-01", "other")
            .0
            .into_iter()
            .map(|(name, cell)| if name == "tariff_id" { (name, Cell::Text("y".into())) } else { (name, cell) })
            .collect());
        let before = vec![holiday("2026-01-01", "a"), holiday("2026-07-03", "a"), other];
        store.write(&[Change::upsert(&HOLIDAYS, before)]).expect("valid rows");
        let replaces = vec![("tenant_id", "t".to_string()), ("tariff_id", "x".to_string())];
        let rows = vec![holiday("2026-07-03", "b")];
        store.write(&[Change { replaces, ..Change::upsert(&HOLIDAYS, rows) }]).expect("valid rows");
        let rows = store.read(&HOLIDAYS, &[]).expect("rows");
        let names: Vec<_> = rows.iter().filter_map(|row| row.get("holiday_name").map(text_of)).collect();
        assert_eq!(names, ["b", "other"]);
    }
}
