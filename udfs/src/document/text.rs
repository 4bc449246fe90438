use chrono::SecondsFormat;

use crate::model::{Decimal, Instant};
use crate::row::Cell;

/// A decimal without trailing zeros or exponent: `0.045`, `12`, `0`.
pub fn decimal_text(value: Decimal) -> String {
    value.normalize().to_string()
}

/// RFC 3339 in UTC, with parts of a second only where there are any: `2026-01-05T06:00:00Z`.
pub fn instant_text(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A row's field from a value that may be absent.
pub(super) fn cell<T>(value: Option<T>, to_cell: impl FnOnce(T) -> Cell) -> Cell {
    value.map_or(Cell::Null, to_cell)
}

pub(super) fn number(value: impl Into<Decimal>) -> Cell {
    Cell::Number(value.into())
}

pub(super) fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

/// A row from `(name, cell)` pairs.
pub(super) fn row<const N: usize>(cells: [(&str, Cell); N]) -> crate::row::Row {
    crate::row::Row(cells.into_iter().map(|(name, cell)| (name.to_string(), cell)).collect())
}
