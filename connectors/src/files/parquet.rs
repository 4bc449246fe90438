use bytes::Bytes;
use chrono::SecondsFormat;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use udfs::error::Place;
use udfs::row::{Cell, Row};
use udfs::tables::{Table, batch_to_rows, rows_to_batch};
use udfs::{Code, Issue, Issues};

use super::csv::too_many;
use super::json::{Builder, raw};
use super::raw::{Raw, Sheet};

/// Columns are headers; decimals, dates and times keep all their digits. Rows are counted from 1.
pub fn read(name: &str, source: &str, bytes: &[u8], max_rows: usize) -> Result<Sheet, Issues> {
    let malformed = |error: &dyn std::fmt::Display| {
        let fix = "check that the file is Parquet, and complete";
        Issues::from(Issue::error(Code::Malformed, Place::new(source), error.to_string(), fix))
    };
    let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::copy_from_slice(bytes)).map_err(|e| malformed(&e))?;
    if usize::try_from(reader.metadata().file_metadata().num_rows()).is_ok_and(|rows| rows > max_rows) {
        return Err(too_many(source, max_rows));
    }
    let headers = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
    let mut builder = Builder::with_headers(name, source.to_string(), headers);
    for batch in reader.build().map_err(|e| malformed(&e))? {
        let rows = batch_to_rows(&batch.map_err(|e| malformed(&e))?).map_err(|found| of(source, found))?;
        for Row(cells) in rows {
            let number = builder.len() + 1;
            builder.row(number, cells.into_iter().map(|(name, cell)| (name, value(cell))));
        }
    }
    Ok(builder.sheet)
}

fn of(source: &str, issues: Issues) -> Issues {
    let named = |issue: Issue| Issue { place: Place { source: source.to_string(), ..issue.place.clone() }, ..issue };
    Issues(issues.0.into_iter().map(named).collect())
}

fn value(cell: Cell) -> Raw {
    match cell {
        Cell::Time(at) => Raw::Text(at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        other => raw(other),
    }
}

/// The rows of a table as a file.
pub fn write(table: &Table, rows: &[Row]) -> Result<Vec<u8>, Issues> {
    let internal = |error: &dyn std::fmt::Display| {
        Issues::from(Issue::error(Code::Internal, Place::new(table.name), error.to_string(), "report this"))
    };
    let level = ZstdLevel::try_new(3).map_err(|e| internal(&e))?;
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), table.schema(), Some(properties)).map_err(|e| internal(&e))?;
    writer.write(&rows_to_batch(table, rows)?).map_err(|e| internal(&e))?;
    writer.into_inner().map_err(|e| internal(&e))
}
