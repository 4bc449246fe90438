use super::{Source, text};
use crate::document::{decimal_text, instant_text};
use crate::error::{Code, Issue, Issues, Place};
use crate::provenance::hash_json;
use crate::row::{Cell, Row, cell_to_json};
use crate::store::Change;
use crate::tables::{Table, batch_to_rows, rows_to_batch};

const BOOKKEEPING: [&str; 3] = ["source_system", "source_reference", "provenance_hash"];

/// Rows that a function was given, to be written all or none.
#[derive(Debug)]
pub(super) struct Upsert {
    table: &'static Table,
    function: &'static str,
    rows: Vec<Row>,
}

impl Upsert {
    pub fn new(table: &'static Table, function: &'static str) -> Self {
        Self { table, function, rows: Vec::new() }
    }

    /// Adds a row of the table without its bookkeeping; the same key twice is an error.
    pub fn add(&mut self, source: &Source<'_>, place: Place, mut row: Row, issues: &mut Issues) {
        row.0.push(("tenant_id".to_string(), text(source.tenant)));
        let key = self.key(&row);
        if self.rows.iter().any(|known| self.key(known) == key) {
            let names = self.table.key[1..].join(", ");
            let fix = "give each once";
            issues.push(Issue::error(Code::DuplicateId, place, format!("the same {names} twice"), fix));
            return;
        }
        let hash = hash_json(&cell_to_json(&Cell::Row(row.clone())));
        row.0
            .extend(BOOKKEEPING.into_iter().zip(["json", self.function, &hash]).map(|(n, v)| (n.to_string(), text(v))));
        match rows_to_batch(self.table, std::slice::from_ref(&row)).and_then(|batch| batch_to_rows(&batch)) {
            Ok(rows) => self.rows.extend(rows),
            Err(found) => issues.0.extend(found.0.into_iter().map(|issue| {
                let column = issue.place.column.unwrap_or_default();
                Issue { place: place.clone().column(column), ..issue }
            })),
        }
    }

    /// Writes what is new; each row as it is stored, with whether it was added, changed or is unchanged.
    pub fn write(self, source: &Source<'_>) -> Result<Vec<(Row, &'static str)>, Issues> {
        let status = |row: &Row| -> Result<&'static str, Issues> {
            let key = self.key(row);
            let key: Vec<(&str, &str)> = key.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Ok(match source.store.read(self.table, &key)?.first() {
                None => "added",
                Some(stored) if content(stored) == content(row) => "unchanged",
                Some(_) => "changed",
            })
        };
        let rows: Vec<(Row, &str)> =
            self.rows.iter().map(|row| Ok((row.clone(), status(row)?))).collect::<Result<_, Issues>>()?;
        let new = rows.iter().filter(|(_, status)| *status != "unchanged").map(|(row, _)| row.clone());
        source.store.write(&[Change::upsert(self.table, new.collect())])?;
        Ok(rows)
    }

    fn key(&self, row: &Row) -> Vec<(&'static str, String)> {
        let value = |name: &'static str| match row.get(name) {
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Number(number)) => decimal_text(*number),
            Some(Cell::Time(at)) => instant_text(*at),
            _ => String::new(),
        };
        self.table.key.iter().map(|name| (*name, value(name))).collect()
    }
}

/// What a row says, wherever it came from.
fn content(row: &Row) -> Vec<&(String, Cell)> {
    row.0.iter().filter(|(name, _)| !BOOKKEEPING.contains(&name.as_str())).collect()
}
