use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use super::{Change, Store};
use crate::document::{decimal_text, instant_text};
use crate::error::{Code, Issue, Issues, Place};
use crate::row::{Cell, Row};
use crate::tables::Table;

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
        let matches = |row: &&Row| {
            filter.iter().all(|(column, value)| row.get(column).is_some_and(|cell| text_of(cell) == *value))
        };
        Ok(tables.get(table.name).into_iter().flat_map(BTreeMap::values).filter(matches).cloned().collect())
    }

    fn write(&self, changes: &[Change]) -> Result<(), Issues> {
        let mut keyed = Vec::new();
        let mut issues = Issues::default();
        for change in changes {
            for row in &change.rows {
                match key_of(change.table, row) {
                    Ok(key) => keyed.push((change.table.name, key, whole(change.table, row))),
                    Err(issue) => issues.push(issue),
                }
            }
        }
        if issues.has_errors() {
            return Err(issues);
        }
        let mut tables = self.tables.write().unwrap_or_else(PoisonError::into_inner);
        for (table, key, row) in keyed {
            tables.entry(table).or_default().insert(key, row);
        }
        Ok(())
    }
}

/// The cells of a row's key; ordered as their values are.
#[derive(Debug, PartialEq, Eq)]
struct Key(Vec<Cell>);

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

fn key_of(table: &Table, row: &Row) -> Result<Key, Issue> {
    let cell = |column: &&str| match row.get(column) {
        Some(cell) if *cell != Cell::Null => Ok(cell.clone()),
        _ => Err(Issue::error(
            Code::MissingField,
            Place::new(table.name).column(*column),
            "a row without its key",
            format!("give {column}"),
        )),
    };
    Ok(Key(table.key.iter().map(cell).collect::<Result<_, _>>()?))
}

/// Every column of the table, in its order.
fn whole(table: &Table, row: &Row) -> Row {
    let cell = |name: &str| row.get(name).cloned().unwrap_or(Cell::Null);
    Row(table.columns.iter().map(|column| (column.name.to_string(), cell(column.name))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{COST_LINES, SITES};

    fn row(cells: &[(&str, Cell)]) -> Row {
        Row(cells.iter().map(|(name, cell)| (name.to_string(), cell.clone())).collect())
    }

    fn line(no: i64, amount: i64) -> Row {
        let text = |text: &str| Cell::Text(text.to_string());
        row(&[
            ("tenant_id", text("t")),
            ("run_id", text("r")),
            ("schedule_kind", text("optimized")),
            ("line_no", Cell::Number(no.into())),
            ("amount", Cell::Number(amount.into())),
        ])
    }

    #[test]
    fn a_later_row_replaces_the_one_with_the_same_key_and_numbers_sort_as_numbers() {
        let store = MemoryStore::new();
        for rows in [vec![line(10, 1), line(9, 1)], vec![line(9, 2)]] {
            store.write(&[Change { table: &COST_LINES, rows }]).expect("valid rows");
        }
        let rows = store.read(&COST_LINES, &[("tenant_id", "t")]).expect("rows");
        let amounts: Vec<_> = rows.iter().filter_map(|row| row.get("amount").cloned()).collect();
        assert_eq!(amounts, [Cell::Number(2.into()), Cell::Number(1.into())]);
        assert!(store.read(&COST_LINES, &[("tenant_id", "u")]).expect("no rows").is_empty());
    }

    #[test]
    fn a_write_with_a_row_without_key_writes_nothing() {
        let store = MemoryStore::new();
        let bad = Change { table: &SITES, rows: vec![row(&[("tenant_id", Cell::Text("t".into()))])] };
        let good = Change { table: &COST_LINES, rows: vec![line(1, 1)] };
        let issues = store.write(&[good, bad]).expect_err("no key");
        assert_eq!(issues.0[0].code, Code::MissingField);
        assert!(store.read(&COST_LINES, &[]).expect("no rows").is_empty());
    }
}
