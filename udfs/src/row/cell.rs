use chrono::NaiveDate;

use crate::model::{Decimal, Instant};

/// A value as its source gives it, numbers exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Null,
    Bool(bool),
    Number(Decimal),
    Text(String),
    Date(NaiveDate),
    Time(Instant),
    List(Vec<Cell>),
    Row(Row),
}

impl Cell {
    /// What it is, for a message.
    pub fn describe(&self) -> String {
        match self {
            Cell::Null => "nothing".into(),
            Cell::Bool(value) => value.to_string(),
            Cell::Number(value) => value.to_string(),
            Cell::Text(text) => format!("\"{}\"", text.chars().take(60).collect::<String>()),
            Cell::Date(date) => date.to_string(),
            Cell::Time(time) => time.to_rfc3339(),
            Cell::List(_) => "a list".into(),
            Cell::Row(_) => "an object".into(),
        }
    }
}

/// Named cells in the order of their source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row(pub Vec<(String, Cell)>);

impl Row {
    pub fn get(&self, name: &str) -> Option<&Cell> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, cell)| cell)
    }
}
