use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use crate::model::Decimal;
use crate::row::{Cell, FromCell, Row};
use crate::tables::Table;

/// A row from `(name, cell)` pairs.
pub fn row<const N: usize>(cells: [(&str, Cell); N]) -> Row {
    Row(cells.into_iter().map(|(name, cell)| (name.to_string(), cell)).collect())
}

pub fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

pub fn number(value: impl Into<Decimal>) -> Cell {
    Cell::Number(value.into())
}

/// The text of a row's cell; nothing where it has none.
pub fn text_of(row: &Row, name: &str) -> String {
    row.get(name).and_then(|cell| String::from_cell(cell).ok()).unwrap_or_default()
}

/// The number of a row's cell; zero where it has none.
pub fn number_of(row: &Row, name: &str) -> Decimal {
    row.get(name).and_then(|cell| Decimal::from_cell(cell).ok()).unwrap_or_default()
}

/// Rounds what comes out of divisions to the scale of its column, half away from zero.
pub fn fit(table: &Table, mut row: Row) -> Row {
    for (name, cell) in &mut row.0 {
        if let (Cell::Number(number), Some(scale)) = (cell, table.column(name).and_then(|column| column.kind.scale())) {
            *number = number.round_dp_with_strategy(scale, MidpointAwayFromZero);
        }
    }
    row
}
