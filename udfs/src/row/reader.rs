use std::collections::HashSet;

use super::{Cell, FromCell, Row};
use crate::error::{Code, Issue, Issues, Place};

/// Takes typed values from a row and notes every problem instead of stopping at the first.
///
/// A value that could not be read gives its default, so that reading can go on; a caller that sees new errors in
/// `issues` drops the row.
#[derive(Debug)]
pub struct RowReader<'a> {
    row: &'a Row,
    place: Place,
    known: HashSet<&'a str>,
    issues: &'a mut Issues,
    errors_before: usize,
}

impl<'a> RowReader<'a> {
    pub fn new(row: &'a Row, place: Place, issues: &'a mut Issues) -> Self {
        let errors_before = issues.0.len();
        Self { row, place, known: HashSet::new(), issues, errors_before }
    }

    /// Names the row in every later message by the text of its key field.
    pub fn key(&mut self, name: &'a str) -> String {
        let key: String = self.required(name);
        if !key.is_empty() {
            self.place.key = Some(key.clone());
        }
        key
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The value, or `None` where the field is absent, null or blank.
    pub fn optional<T: FromCell>(&mut self, name: &'a str) -> Option<T> {
        self.known.insert(name);
        let cell = self.row.get(name).filter(|cell| !is_blank(cell))?;
        match T::from_cell(cell) {
            Ok(value) => Some(value),
            Err((code, expected)) => {
                self.error(code, name, format!("{} is not {expected}", cell.describe()), format!("give {expected}"));
                None
            }
        }
    }

    pub fn or<T: FromCell>(&mut self, name: &'a str, default: T) -> T {
        self.optional(name).unwrap_or(default)
    }

    pub fn required<T: FromCell + Default>(&mut self, name: &'a str) -> T {
        let issues_before = self.issues.0.len();
        self.optional(name).unwrap_or_else(|| {
            if self.issues.0.len() == issues_before {
                self.error(Code::MissingField, name, "no value", format!("give {name}"));
            }
            T::default()
        })
    }

    /// As [`RowReader::optional`], with a parser for a closed set of words.
    pub fn word<T>(&mut self, name: &'a str, parse: impl Fn(&str) -> Option<T>, allowed: &str) -> Option<T> {
        let text: String = self.optional(name)?;
        let value = parse(text.trim());
        if value.is_none() {
            self.error(
                Code::OutOfRange,
                name,
                format!("\"{text}\" is not one of {allowed}"),
                format!("use one of {allowed}"),
            );
        }
        value
    }

    /// Each object of a list field, with its own place `name[i]`.
    pub fn rows(&mut self, name: &'a str, mut read: impl FnMut(&mut RowReader<'_>)) {
        let cells: Vec<Row> = self.optional(name).unwrap_or_default();
        let source = self.source_of(name);
        for (i, row) in cells.iter().enumerate() {
            let mut reader = RowReader::new(row, Place::new(source.clone()).row(i), self.issues);
            read(&mut reader);
            reader.finish();
        }
    }

    /// An object field, with its own place.
    pub fn object(&mut self, name: &'a str, read: impl FnOnce(&mut RowReader<'_>)) {
        let row: Row = self.optional(name).unwrap_or_default();
        let mut reader = RowReader::new(&row, Place::new(self.source_of(name)), self.issues);
        read(&mut reader);
        reader.finish();
    }

    /// As [`RowReader::object`], where it is given.
    pub fn optional_object<T>(&mut self, name: &'a str, read: impl FnOnce(&mut RowReader<'_>) -> T) -> Option<T> {
        let row: Row = self.optional(name)?;
        let mut reader = RowReader::new(&row, Place::new(self.source_of(name)), self.issues);
        let value = read(&mut reader);
        reader.finish();
        Some(value)
    }

    fn source_of(&self, name: &str) -> String {
        if self.place.source.is_empty() { name.to_string() } else { format!("{}.{name}", self.place) }
    }

    pub fn error(&mut self, code: Code, column: &str, message: impl Into<String>, fix: impl Into<String>) {
        let place = self.place.clone().column(column);
        self.issues.push(Issue::error(code, place, message, fix));
    }

    pub fn check(&mut self, holds: bool, code: Code, column: &str, message: impl Into<String>, fix: impl Into<String>) {
        if !holds {
            self.error(code, column, message, fix);
        }
    }

    /// Whether nothing has been found wrong with this row so far.
    pub fn is_clean(&self) -> bool {
        self.issues.0.len() == self.errors_before
    }

    /// Reports fields that nobody asked for, except those that start with `x_`. True if the row is clean.
    pub fn finish(mut self) -> bool {
        let row = self.row;
        for (name, _) in &row.0 {
            if !self.known.contains(name.as_str()) && !name.starts_with("x_") {
                self.error(
                    Code::UnknownField,
                    name,
                    format!("unknown field \"{name}\""),
                    "remove it, or prefix it with x_",
                );
            }
        }
        self.is_clean()
    }
}

fn is_blank(cell: &Cell) -> bool {
    match cell {
        Cell::Null => true,
        Cell::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}
