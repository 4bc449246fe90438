use std::collections::HashSet;

use udfs::error::Place;
use udfs::store::Store;
use udfs::tables::{REFERENCES, Table};
use udfs::{Code, Issue, Issues};

use super::columns::At;

/// Rows that others belong to, as far as they were asked for.
#[derive(Debug, Default)]
pub struct References(HashSet<(&'static str, Vec<String>)>);

impl References {
    /// What is wrong with a record's rows where one belongs to a row that is neither in the store nor in the record. Rows
    /// that are written with them count from then on.
    pub fn check(&mut self, store: &dyn Store, rows: &[At]) -> Result<Vec<Issue>, Issues> {
        let mut issues = Vec::new();
        let own: Vec<_> = rows.iter().map(|row| key(row.table(), row)).collect();
        for row in rows {
            let table = row.table();
            for reference in REFERENCES.iter().filter(|reference| reference.from.name == table.name) {
                let key = key(reference.to, row);
                if !self.0.contains(&key) && !own.contains(&key) && !is_stored(store, reference.to, &key.1)? {
                    issues.push(missing(table, reference.to, row));
                    continue;
                }
                self.0.insert(key);
            }
        }
        if issues.is_empty() {
            self.0.extend(own.into_iter().filter(|(table, _)| REFERENCES.iter().any(|known| known.to.name == *table)));
        }
        Ok(issues)
    }
}

fn key(table: &'static Table, row: &At) -> (&'static str, Vec<String>) {
    (table.name, table.key.iter().map(|name| row.text(name).unwrap_or_default().to_string()).collect())
}

fn is_stored(store: &dyn Store, table: &'static Table, key: &[String]) -> Result<bool, Issues> {
    let filter: Vec<(&str, &str)> = table.key.iter().copied().zip(key.iter().map(String::as_str)).collect();
    Ok(!store.read(table, &filter)?.is_empty())
}

fn missing(from: &Table, to: &Table, row: &At) -> Issue {
    let column = to.key.last().copied().unwrap_or_default();
    let value = row.text(column).unwrap_or_default();
    let reference = row.text("source_reference").unwrap_or_default();
    let place = Place::new(from.name).key(reference).column(column);
    let fix = format!("load or import that row of {} first, then replay the quarantine", to.name);
    Issue::error(Code::UnknownReference, place, format!("there is no \"{value}\" in {}", to.name), fix)
}
