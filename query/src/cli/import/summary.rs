use std::path::PathBuf;

use arrow::record_batch::RecordBatch;
use connectors::files::Import;
use udfs::Issues;
use udfs::model::Decimal;

use crate::output::Columns;

/// What each file gave, table by table.
pub(super) fn table(imports: &[(PathBuf, Import)]) -> Result<RecordBatch, Issues> {
    let mut rows: Vec<(String, &str, usize, usize)> = Vec::new();
    for (path, import) in imports {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for change in &import.changes {
            rows.push((file.clone(), change.table.name, change.rows.len(), 0));
        }
        for bad in &import.quarantined {
            match rows.iter_mut().find(|(source, table, ..)| *source == file && *table == bad.table.name) {
                Some(row) => row.3 += 1,
                None => rows.push((file.clone(), bad.table.name, 0, 1)),
            }
        }
    }
    let count = |value: usize| Some(Decimal::from(value));
    Columns::default()
        .text("file", rows.iter().map(|row| row.0.as_str()))
        .text("table", rows.iter().map(|row| row.1))
        .decimal("accepted", 0, rows.iter().map(|row| count(row.2)))
        .decimal("quarantined", 0, rows.iter().map(|row| count(row.3)))
        .batch()
}
