use std::collections::BTreeMap;

use super::super::attributes::json;
use super::super::fields::FIELDS;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Tariff};
use crate::row::{Cell, Row, cell_from_json};

/// The fields of a document to write; begins with what the tariff's attributes say.
#[derive(Debug)]
pub(super) struct Document {
    cells: BTreeMap<String, Cell>,
    pub issues: Issues,
}

impl Document {
    pub fn new(tariff: &Tariff) -> Self {
        let mut document = Self { cells: BTreeMap::new(), issues: Issues::default() };
        for (name, text) in &tariff.attributes {
            match cell_from_json(text) {
                Ok(cell) => document.set(name, cell),
                Err(cause) => {
                    let place = Place::new("tariff.attributes").key(name);
                    document.issues.push(Issue::error(Code::Malformed, place, cause, "give the attribute as JSON"));
                }
            }
        }
        document
    }

    pub fn get(&self, name: &str) -> Option<&Cell> {
        self.cells.get(name)
    }

    pub fn set(&mut self, name: &str, cell: Cell) {
        self.cells.insert(name.to_string(), cell);
    }

    pub fn set_if_absent(&mut self, name: &str, cell: Cell) {
        self.cells.entry(name.to_string()).or_insert(cell);
    }

    pub fn set_number(&mut self, name: &str, number: impl Into<Decimal>) {
        self.set(name, Cell::Number(number.into()));
    }

    pub fn set_text(&mut self, name: &str, text: &str) {
        self.set(name, Cell::Text(text.to_string()));
    }

    pub fn refuse(&mut self, place: Place, message: impl Into<String>, fix: impl Into<String>) {
        self.issues.push(Issue::error(Code::NotRepresentable, place, message, fix));
    }

    /// In the order of the database's documentation, then other fields by name.
    pub fn finish(self) -> Result<String, Issues> {
        let mut cells = self.cells;
        let mut ordered: Vec<(String, Cell)> =
            FIELDS.iter().filter_map(|field| cells.remove_entry(field.name)).collect();
        ordered.extend(cells);
        self.issues.into_result(json(&Cell::Row(Row(ordered)))).map(|(text, _)| text)
    }
}

/// An object of numbers and texts.
pub(super) fn row<const N: usize>(cells: [(&str, Option<Cell>); N]) -> Row {
    Row(cells.into_iter().filter_map(|(name, cell)| Some((name.to_string(), cell?))).collect())
}

pub(super) fn number(number: impl Into<Decimal>) -> Option<Cell> {
    Some(Cell::Number(number.into()))
}
