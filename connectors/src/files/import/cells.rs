use udfs::provenance::hash_rows;
use udfs::row::{Cell, Row};

/// Every row of an input set carries the hash of the set, taken before the hash is part of the rows.
pub fn stamp(rows: &mut [Row]) {
    let bare = |row: &Row| Row(row.0.iter().filter(|(name, _)| name != "provenance_hash").cloned().collect());
    let hash = hash_rows(&rows.iter().map(bare).collect::<Vec<_>>());
    for row in rows {
        set(row, "provenance_hash", Cell::Text(hash.clone()));
    }
}

pub fn is_null(row: &Row, name: &str) -> bool {
    row.get(name).is_none_or(|cell| match cell {
        Cell::Null => true,
        Cell::Text(text) => text.is_empty(),
        _ => false,
    })
}

pub fn set(row: &mut Row, name: &str, value: Cell) {
    if let Some((_, cell)) = row.0.iter_mut().find(|(column, _)| column == name) {
        *cell = value;
    }
}

pub fn set_if_null(row: &mut Row, name: &str, value: Cell) {
    if is_null(row, name) {
        set(row, name, value);
    }
}
