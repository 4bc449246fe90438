//! A tariff as its tables, which `bill --tariff` and `import` read back: the sheets of a workbook, or a folder of CSV files.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use arrow::datatypes::Schema;
use arrow::record_batch::RecordBatch;
use connectors::files::OURS;
use udfs::error::Place;
use udfs::model::Tariff;
use udfs::tables::rows_to_batch;
use udfs::{Code, Issue, Issues, stored};

use crate::output::{Format, Output, SHEET, io_failure};

pub(super) fn export(tariff: &Tariff, path: Option<&Path>) -> Result<(), Issues> {
    let Some(path) = path else {
        let message = "tables need a workbook or a folder";
        let fix = "give --output tariff.xlsx, or a folder for CSV files";
        return Err(Issue::error(Code::MissingField, Place::new("--output"), message, fix).into());
    };
    let tables = tables(tariff)?;
    if Format::of_path(path) == Some(Format::Xlsx) {
        let mut workbook = Output::open(Format::Xlsx, Some(path.to_path_buf()), None)?;
        for (_, batch) in &tables {
            workbook.write_result(batch)?;
        }
        return workbook.finish();
    }
    std::fs::create_dir_all(path).map_err(|e| io_failure(path, "be made", &e))?;
    for (name, batch) in &tables {
        let file = path.join(format!("{name}.csv"));
        Output::open(Format::Csv, Some(file), None)?.write_all(batch)?;
    }
    Ok(())
}

/// Without the columns that an import fills in; each knows the name of its sheet.
fn tables(tariff: &Tariff) -> Result<Vec<(&'static str, RecordBatch)>, Issues> {
    let mut tables = Vec::new();
    for change in stored::tariff_changes("", tariff, "", "")?.into_iter().filter(|change| !change.rows.is_empty()) {
        let name = change.table.name;
        let batch = rows_to_batch(change.table, &change.rows)?;
        let schema = batch.schema();
        let fields = schema.fields().iter().filter(|field| !OURS.contains(&field.name().as_str()));
        let fields: Vec<_> = fields.cloned().collect();
        let columns = fields.iter().filter_map(|field| batch.column_by_name(field.name()).cloned()).collect();
        let named = HashMap::from([(SHEET.to_string(), name.to_string())]);
        let schema = Schema::new_with_metadata(fields, named);
        let batch = RecordBatch::try_new(Arc::new(schema), columns)
            .map_err(|e| Issue::error(Code::Internal, Place::new(name), e.to_string(), "report this"))?;
        tables.push((name, batch));
    }
    Ok(tables)
}
