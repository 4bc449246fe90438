use crate::row::Cell;

/// What a column of a grid holds, and so how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    /// Long text that is broken into lines.
    Prose,
    Count,
    /// A bill's amount: two decimals.
    Money,
    /// Price of a unit: up to eight decimals.
    Rate,
    /// kW, kWh and other quantities.
    Quantity,
    Percent,
    /// Local wall time.
    Time,
    Day,
    /// In days.
    Duration,
}

impl Form {
    pub fn is_number(self) -> bool {
        !matches!(self, Form::Text | Form::Prose | Form::Time | Form::Day)
    }
}

/// A table of a report, whatever it is written to.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    pub title: String,
    pub columns: Vec<(String, Form)>,
    pub rows: Vec<Vec<Cell>>,
}

impl Grid {
    pub fn new(title: &str, columns: &[(&str, Form)], rows: Vec<Vec<Cell>>) -> Self {
        let columns = columns.iter().map(|(name, form)| ((*name).to_string(), *form)).collect();
        Self { title: title.to_string(), columns, rows }
    }

    /// How many of its last rows are totals.
    pub fn totals(&self) -> usize {
        self.rows.iter().rev().take_while(|row| row.first() == Some(&Cell::Text("total".into()))).count()
    }
}
