use sha2::{Digest, Sha256};
use udfs::error::Place;
use udfs::row::{Cell, Row, cell_to_json};
use udfs::tables::Table;
use udfs::{Code, Issue, Issues};

/// SHA-256 of the canonical form of a set of rows: RFC 8785 JSON, rows in the order of their keys, the hash left out.
pub fn hash_rows(table: &Table, rows: &[Row]) -> Result<String, Issues> {
    let bare = |row: &Row| Row(row.0.iter().filter(|(name, _)| name != "provenance_hash").cloned().collect());
    let key = |row: &Row| {
        table.key.iter().map(|name| row.get(name).map(|cell| cell_to_json(cell).to_string())).collect::<Vec<_>>()
    };
    let mut sorted: Vec<Row> = rows.iter().map(bare).collect();
    sorted.sort_by_cached_key(key);
    let json = cell_to_json(&Cell::List(sorted.into_iter().map(Cell::Row).collect()));
    let internal =
        |e: serde_json::Error| Issue::error(Code::Internal, Place::new(table.name), e.to_string(), "report this");
    let canonical = serde_json_canonicalizer::to_vec(&json).map_err(internal)?;
    Ok(Sha256::digest(&canonical).iter().map(|byte| format!("{byte:02x}")).collect())
}
