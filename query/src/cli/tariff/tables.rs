//! A tariff as its tables, which `bill --tariff` and `import` read back: the sheets of a workbook, or a folder of CSV files.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
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
        // a workbook's times have no offset
        let fields = fields.map(|field| match field.data_type() {
            DataType::Timestamp(..) => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8)),
            _ => Arc::clone(field),
        });
        let named = HashMap::from([(SHEET.to_string(), name.to_string())]);
        let schema = Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), named));
        let of_field = |field: &Arc<Field>| {
            let column = batch.column_by_name(field.name()).ok_or(ArrowError::SchemaError(field.name().clone()))?;
            cast(column, field.data_type())
        };
        let columns = schema.fields().iter().map(of_field).collect::<Result<Vec<_>, ArrowError>>();
        let batch = columns.and_then(|columns| RecordBatch::try_new(schema, columns));
        let internal = |e: ArrowError| Issue::error(Code::Internal, Place::new(name), e.to_string(), "report this");
        tables.push((name, batch.map_err(internal)?));
    }
    Ok(tables)
}
