use crate::error::{Code, Issue, Issues, Place};
use crate::row::{Cell, Row};
use crate::store::Store;
use crate::tables::Table;

/// Columns that say whose row it is and where it came from; no document knows them.
const BOOKKEEPING: &[&str] =
    &["tenant_id", "site_id", "schedule_id", "schedule_date", "source_system", "source_reference", "provenance_hash"];

/// The row as a document has it: without bookkeeping and the columns in `drop`.
pub(super) fn fields(row: Row, drop: &[&str]) -> Row {
    let kept = |(name, _): &(String, Cell)| !BOOKKEEPING.contains(&name.as_str()) && !drop.contains(&name.as_str());
    Row(row.0.into_iter().filter(kept).collect())
}

pub(super) fn list(rows: Vec<Row>) -> Cell {
    Cell::List(rows.into_iter().map(Cell::Row).collect())
}

pub(super) fn named(cells: Vec<(&str, Cell)>) -> Row {
    Row(cells.into_iter().map(|(name, cell)| (name.to_string(), cell)).collect())
}

pub(super) fn text_of(row: &Row, name: &str) -> Option<String> {
    match row.get(name) {
        Some(Cell::Text(text)) if !text.trim().is_empty() => Some(text.clone()),
        _ => None,
    }
}

/// The one row with this id, or an error that names those there are.
pub fn find(store: &dyn Store, tenant: &str, table: &'static Table, column: &str, id: &str) -> Result<Row, Issues> {
    let found = store.read(table, &[("tenant_id", tenant), (column, id)])?;
    if let Some(row) = found.into_iter().next() {
        return Ok(row);
    }
    let known: Vec<String> =
        store.read(table, &[("tenant_id", tenant)])?.iter().filter_map(|row| text_of(row, column)).take(5).collect();
    let hint = if known.is_empty() {
        format!("{} has no rows; import some", table.name)
    } else {
        format!("there are for example {}", known.join(", "))
    };
    let message = format!("\"{id}\" is not in {}", table.name);
    Err(Issue::error(Code::UnknownReference, Place::new(table.name).column(column), message, hint).into())
}
