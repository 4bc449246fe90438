use crate::model::Instant;
use crate::row::{Cell, FromCell, Row};

/// The cell of a row; null where it has none.
pub(crate) fn cell(row: &Row, name: &str) -> Cell {
    row.get(name).cloned().unwrap_or(Cell::Null)
}

pub(crate) fn time_of(row: &Row, name: &str) -> Option<Instant> {
    row.get(name).and_then(|cell| Instant::from_cell(cell).ok())
}
