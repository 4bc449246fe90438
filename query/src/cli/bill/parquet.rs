use std::fs::File;
use std::path::Path;

use arrow::datatypes::{DataType, Schema};
use connectors::files::{Raw, RawRow, Sheet};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use udfs::error::Place;
use udfs::row::Cell;
use udfs::tables::batch_to_rows;
use udfs::{Code, Issue, Issues};

use crate::output::io_failure;

/// A Parquet file as a sheet. Timestamps without a zone are wall-clock times.
pub(super) fn sheet(path: &Path) -> Result<Sheet, Issues> {
    let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let damaged = |message: String| {
        Issues::from(Issue::error(Code::Malformed, Place::new(&source), message, "check that the file is Parquet"))
    };
    let file = File::open(path).map_err(|e| io_failure(path, "be read", &e))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| damaged(e.to_string()))?;
    let is_local = local_columns(builder.schema());
    let headers = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let batches = builder.build().map_err(|e| damaged(e.to_string()))?;
    let mut rows: Vec<RawRow> = Vec::new();
    for batch in batches {
        let batch = batch.map_err(|e| damaged(e.to_string()))?;
        for row in batch_to_rows(&batch)? {
            let cells = row.0.into_iter().zip(&is_local).map(|((_, cell), is_local)| raw(cell, *is_local)).collect();
            rows.push(RawRow { number: rows.len() + 1, cells });
        }
    }
    Ok(Sheet { name: source.clone(), source, headers, rows, malformed: Vec::new(), typed: true, comma_likely: false })
}

fn local_columns(schema: &Schema) -> Vec<bool> {
    schema.fields().iter().map(|field| matches!(field.data_type(), DataType::Timestamp(_, None))).collect()
}

fn raw(cell: Cell, is_local: bool) -> Raw {
    match cell {
        Cell::Null => Raw::Empty,
        Cell::Bool(value) => Raw::Bool(value),
        Cell::Number(number) => Raw::Number(number),
        Cell::Text(text) => Raw::Text(text),
        Cell::Date(date) => Raw::DateTime(date.and_time(chrono::NaiveTime::MIN)),
        Cell::Time(at) if is_local => Raw::DateTime(at.naive_utc()),
        Cell::Time(at) => Raw::Text(at.to_rfc3339()),
        Cell::List(_) | Cell::Row(_) => Raw::Error("a list".into()),
    }
}
