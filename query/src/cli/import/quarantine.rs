use std::path::Path;

use connectors::files::Quarantined;
use udfs::Issues;

use crate::output::{Columns, Format, Output};

/// A row for each thing that is wrong, with the row of the file as it was read.
pub(super) fn write<'a>(path: &Path, rows: impl Iterator<Item = &'a Quarantined>) -> Result<(), Issues> {
    let found: Vec<_> = rows.flat_map(|row| row.issues.iter().map(move |issue| (row, issue))).collect();
    let batch = Columns::default()
        .text("file", found.iter().map(|(row, _)| row.source.as_str()))
        .text("row", found.iter().map(|(row, _)| row.row.to_string()))
        .text("table", found.iter().map(|(row, _)| row.table.name))
        .text("column", found.iter().map(|(_, issue)| issue.place.column.clone().unwrap_or_default()))
        .text("code", found.iter().map(|(_, issue)| issue.code.as_str()))
        .text("message", found.iter().map(|(_, issue)| issue.message.as_str()))
        .text("fix", found.iter().map(|(_, issue)| issue.fix.as_str()))
        .text("raw", found.iter().map(|(row, _)| row.raw.as_str()))
        .batch()?;
    Output::open(Format::Csv, Some(path.to_path_buf()), None)?.write_all(&batch)
}
