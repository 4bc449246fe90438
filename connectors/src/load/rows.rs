use udfs::error::Place;
use udfs::provenance::hash_rows;
use udfs::row::{Cell, Row};
use udfs::tables::Table;
use udfs::{Code, Issue, Issues};

use crate::files::entity;

/// Where a row came from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    pub tenant: &'a str,
    pub system: &'a str,
    /// The system's own key of the record: the same whenever and in whatever page it comes.
    pub reference: &'a str,
}

impl Origin<'_> {
    /// A whole row of a table from the cells that a system gives, or everything that is wrong with it.
    pub fn row(self, table: &'static Table, cells: &[(&str, Cell)]) -> Result<Row, Vec<Issue>> {
        let mut issues = Issues::default();
        let mut row = Row(table.columns.iter().map(|column| (column.name.to_string(), Cell::Null)).collect());
        let text = |text: &str| Cell::Text(text.to_string());
        let own = [
            ("tenant_id", text(self.tenant)),
            ("source_system", text(self.system)),
            ("source_reference", text(self.reference)),
        ];
        for (name, cell) in cells.iter().cloned().chain(own) {
            set(&mut row, name, cell);
        }
        let place = || Place::new(self.system).key(self.reference);
        for name in entity::required(table) {
            if is_null(&row, name) {
                let fix = format!("give {name} there, or map it in the job's configuration");
                issues.push(Issue::error(Code::MissingField, place().column(*name), "no value", fix));
            }
        }
        let mut found = Issues::default();
        for (name, cell) in entity::read(table, &row, place(), &mut found) {
            if is_null(&row, name) && table.column(name).is_some_and(|column| !column.nullable) {
                set(&mut row, name, cell);
            }
        }
        entity::check_words(table, &row, &place(), &mut found);
        let known: Vec<_> = issues.0.iter().map(|issue| issue.place.column.clone()).collect();
        issues.0.extend(found.0.into_iter().filter(|issue| !known.contains(&issue.place.column)));
        if issues.has_errors() {
            return Err(issues.0);
        }
        stamp(&mut row);
        Ok(row)
    }

    /// What is known of rows that the record gave before.
    pub fn tombstone(self, cells: &[(&str, Cell)]) -> Row {
        let text = |name: &str, text: &str| (name.to_string(), Cell::Text(text.to_string()));
        let own = [
            text("tenant_id", self.tenant),
            text("source_system", self.system),
            text("source_reference", self.reference),
        ];
        let cells = cells.iter().map(|(name, cell)| (name.to_string(), cell.clone()));
        Row(own.into_iter().chain(cells).collect())
    }
}

/// A row is hashed by itself, so that its hash does not depend on the page it came in.
pub fn stamp(row: &mut Row) {
    let bare = Row(row.0.iter().filter(|(name, _)| name != "provenance_hash").cloned().collect());
    set(row, "provenance_hash", Cell::Text(hash_rows(&[bare])));
}

pub fn set(row: &mut Row, name: &str, value: Cell) {
    match row.0.iter_mut().find(|(column, _)| column == name) {
        Some((_, cell)) => *cell = value,
        None => row.0.push((name.into(), value)),
    }
}

pub fn text<'a>(row: &'a Row, name: &str) -> Option<&'a str> {
    match row.get(name) {
        Some(Cell::Text(text)) => Some(text),
        _ => None,
    }
}

fn is_null(row: &Row, name: &str) -> bool {
    row.get(name).is_none_or(|cell| *cell == Cell::Null)
}
