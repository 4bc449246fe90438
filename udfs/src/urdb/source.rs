use std::collections::BTreeMap;

use super::attributes::json;
use super::fields;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::Decimal;
use crate::row::{Cell, Row};

/// Prices, limits and amounts are at most this much.
const MAX_NUMBER: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0); // 1e15

/// A document of one tariff. Every problem is noted with the path of its value.
#[derive(Debug)]
pub(super) struct Source<'a> {
    row: &'a Row,
    place: Place,
    issues: &'a mut Issues,
    pub attributes: BTreeMap<String, String>,
}

impl<'a> Source<'a> {
    pub fn new(row: &'a Row, place: Place, issues: &'a mut Issues) -> Self {
        Self { row, place, issues, attributes: BTreeMap::new() }
    }

    /// The value, or nothing where it is absent or null.
    pub fn get(&self, name: &str) -> Option<&'a Cell> {
        debug_assert!(fields::find(name).is_some(), "{name} is not in the table of fields");
        self.row.get(name).filter(|cell| **cell != Cell::Null)
    }

    pub fn members(&self) -> &'a [(String, Cell)] {
        &self.row.0
    }

    pub fn error(&mut self, code: Code, path: &str, message: impl Into<String>, fix: impl Into<String>) {
        self.issues.push(Issue::error(code, self.place.clone().column(path), message, fix));
    }

    pub fn warning(&mut self, code: Code, path: &str, message: impl Into<String>, fix: impl Into<String>) {
        self.issues.push(Issue::warning(code, self.place.clone().column(path), message, fix));
    }

    /// Keeps the field as an attribute, as it is written; null is nothing.
    pub fn keep(&mut self, name: &str) {
        if let Some(cell) = self.get(name) {
            self.attributes.insert(name.to_string(), json(cell));
        }
    }

    pub fn keep_as(&mut self, name: &str, cell: &Cell) {
        self.attributes.insert(name.to_string(), json(cell));
    }

    pub fn text(&mut self, name: &str) -> Option<&'a str> {
        match self.get(name)? {
            Cell::Text(text) => Some(text),
            other => {
                self.error(Code::WrongType, name, format!("{} is not a text", other.describe()), "give a text");
                None
            }
        }
    }

    pub fn number(&mut self, name: &str) -> Option<Decimal> {
        self.number_in(self.get(name)?, name)
    }

    /// A number that is not below 0.
    pub fn amount(&mut self, name: &str) -> Option<Decimal> {
        let number = self.number(name)?;
        if number < Decimal::ZERO {
            self.error(Code::OutOfRange, name, format!("{number} is below 0"), "give an amount from 0");
            return None;
        }
        Some(number)
    }

    pub fn number_in(&mut self, cell: &Cell, path: &str) -> Option<Decimal> {
        match cell {
            Cell::Number(number) if number.abs() <= MAX_NUMBER => Some(*number),
            Cell::Number(number) => {
                let message = format!("{number} is too large");
                self.error(Code::OutOfRange, path, message, format!("give at most {MAX_NUMBER}"));
                None
            }
            other => {
                let message = format!("{} is not a number", other.describe());
                self.error(Code::WrongType, path, message, "give a number, without quotes");
                None
            }
        }
    }

    /// The cells of a list; with `length`, of exactly that many.
    pub fn list_in(&mut self, cell: &'a Cell, path: &str, length: Option<usize>) -> Option<&'a [Cell]> {
        let Cell::List(cells) = cell else {
            self.error(Code::WrongType, path, format!("{} is not a list", cell.describe()), "give a list in []");
            return None;
        };
        match length {
            Some(length) if cells.len() != length => {
                let message = format!("{} values instead of {length}", cells.len());
                self.error(Code::OutOfRange, path, message, format!("give {length} values"));
                None
            }
            _ => Some(cells),
        }
    }

    pub fn list(&mut self, name: &str, length: Option<usize>) -> Option<&'a [Cell]> {
        self.list_in(self.get(name)?, name, length)
    }

    /// A whole number from 0, below `end`.
    pub fn index_in(&mut self, cell: &Cell, path: &str, end: usize) -> Option<usize> {
        let Cell::Number(number) = cell else {
            let message = format!("{} is not a whole number", cell.describe());
            self.error(Code::WrongType, path, message, "give the index of a period, from 0");
            return None;
        };
        let index = Some(number).filter(|number| number.fract().is_zero()).and_then(|n| usize::try_from(*n).ok());
        if index.is_none_or(|index| index >= end) {
            let message = format!("{number} is not one of the {end} periods of the structure");
            self.error(Code::UnknownReference, path, message, "give the index of a period, from 0");
            return None;
        }
        index
    }
}
