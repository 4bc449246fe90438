use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// A cell as its file holds it.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    Empty,
    Text(String),
    Number(Decimal),
    Bool(bool),
    /// A spreadsheet's date cell; it knows no zone.
    DateTime(NaiveDateTime),
    /// A spreadsheet's duration or time of day, in minutes.
    Minutes(Decimal),
    /// A spreadsheet's error, or a value that no cell can hold.
    Error(String),
}

impl Raw {
    pub fn is_blank(&self) -> bool {
        match self {
            Raw::Empty => true,
            Raw::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// As a person reads it.
    pub fn text(&self) -> String {
        match self {
            Raw::Empty => String::new(),
            Raw::Text(text) | Raw::Error(text) => text.clone(),
            Raw::Number(number) => number.normalize().to_string(),
            Raw::Bool(value) => value.to_string(),
            Raw::DateTime(at) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
            Raw::Minutes(minutes) => format!("{} min", minutes.normalize()),
        }
    }

    pub fn describe(&self) -> String {
        match self {
            Raw::Empty => "nothing".into(),
            Raw::Text(text) => format!("\"{}\"", text.chars().take(60).collect::<String>()),
            other => other.text(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct RawRow {
    /// As a spreadsheet or editor counts it; the header is row 1.
    pub number: usize,
    pub cells: Vec<Raw>,
}

/// A row that is not even a row.
#[derive(Debug, Clone)]
pub struct Malformed {
    pub number: usize,
    pub raw: String,
    pub message: String,
    pub fix: &'static str,
}

/// Rows under headers: a CSV file, a worksheet, a JSON array.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What may name the table: the worksheet, the JSON key, the file without its extension.
    pub name: String,
    /// For messages and references: `jobs.csv`, `plant.xlsx!Jobs`.
    pub source: String,
    pub headers: Vec<String>,
    pub rows: Vec<RawRow>,
    pub malformed: Vec<Malformed>,
    /// Whether dates and numbers have cell types of their own, so that text in their place is suspicious.
    pub typed: bool,
    /// Whether numbers are written for a place with decimal commas, judged by the delimiter.
    pub comma_likely: bool,
}

impl Sheet {
    pub fn raw_json(&self, row: &RawRow) -> String {
        let cells = self.headers.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_blank());
        let object: Map<String, Value> =
            cells.map(|(header, cell)| (header.clone(), Value::String(cell.text()))).collect();
        clip(&Value::Object(object).to_string())
    }
}

/// Long content is cut: a quarantine shows what was wrong, it does not store the file again.
pub fn clip(text: &str) -> String {
    const MAX_CHARS: usize = 4_000;
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}
