use std::path::Path;

use postgres::Client;
use udfs::row::{Cell, Row, cell_from_json, cell_to_json};
use udfs::tables::ALL;

/// Writes `fixture.json` of the corpus as one tenant's rows.
pub fn load(client: &mut Client, tenant: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/slt/fixture.json");
    let json = std::fs::read_to_string(path).unwrap();
    let Ok(Cell::Row(Row(tables))) = cell_from_json(&json) else { panic!("fixture.json is an object") };
    let mut transaction = client.transaction().unwrap();
    for table in ALL {
        let Some((name, Cell::List(rows))) = tables.iter().find(|(name, _)| name == table.name) else { continue };
        let rows = rows.iter().enumerate().map(|(i, row)| kept(name, tenant, i, row)).collect();
        let sql = format!(
            "INSERT INTO heatsched.{name} SELECT * FROM jsonb_populate_recordset(NULL::heatsched.{name}, $1::text::jsonb)"
        );
        transaction.execute(&sql, &[&cell_to_json(&Cell::List(rows)).to_string()]).unwrap();
    }
    transaction.commit().unwrap();
}

fn kept(table: &str, tenant: &str, index: usize, row: &Cell) -> Cell {
    let Cell::Row(row) = row else { panic!("{table}[{index}] is an object") };
    let mut row = row.clone();
    let bookkeeping = [
        ("tenant_id", tenant.to_string()),
        ("source_system", "fixture".to_string()),
        ("source_reference", format!("fixture.json:{table}[{index}]")),
        ("provenance_hash", format!("hash of {table}")),
    ];
    row.0.extend(bookkeeping.map(|(column, text)| (column.to_string(), Cell::Text(text))));
    Cell::Row(row)
}
