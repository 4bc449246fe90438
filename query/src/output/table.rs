use std::fmt;
use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use comfy_table::{Cell, CellAlignment, Table};

use super::encoder::Encoder;

/// Rows between rules, times as in `2026-01-05 06:00Z`.
pub(super) struct TableEncoder {
    writer: Box<dyn Write + Send>,
    max_rows: Option<usize>,
    batches: Vec<RecordBatch>,
    kept: usize,
    rows: usize,
}

impl TableEncoder {
    pub fn new(writer: Box<dyn Write + Send>, max_rows: Option<usize>) -> Self {
        Self { writer, max_rows, batches: Vec::new(), kept: 0, rows: 0 }
    }
}

impl Encoder for TableEncoder {
    fn start(&mut self, schema: &SchemaRef) -> Result<(), ArrowError> {
        self.batches = vec![RecordBatch::new_empty(schema.clone())];
        (self.kept, self.rows) = (0, 0);
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        self.rows += batch.num_rows();
        let room = self.max_rows.map_or(batch.num_rows(), |most| most.saturating_sub(self.kept).min(batch.num_rows()));
        if room > 0 {
            self.batches.push(batch.slice(0, room));
            self.kept += room;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ArrowError> {
        let options = FormatOptions::new()
            .with_display_error(true)
            .with_timestamp_format(Some("%Y-%m-%d %H:%M"))
            .with_timestamp_tz_format(Some("%Y-%m-%d %H:%M%:z"));
        let batches = std::mem::take(&mut self.batches);
        if batches.first().is_some_and(|batch| batch.num_columns() > 0) {
            writeln!(self.writer, "{}", table(&batches, &options)?)?;
        }
        if self.rows > self.kept {
            writeln!(self.writer, "first {} of {} rows; --max-rows 0 shows all", self.kept, self.rows)?;
        }
        Ok(self.writer.flush()?)
    }
}

/// As arrow draws it, numbers to the right.
fn table(batches: &[RecordBatch], options: &FormatOptions<'_>) -> Result<Table, ArrowError> {
    let mut table = Table::new();
    table.load_preset("||--+-++|    ++++++");
    for batch in batches {
        let schema = batch.schema();
        table.set_header(schema.fields().iter().map(|field| field.name()));
        let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column, options));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            table.add_row(columns.iter().zip(schema.fields()).map(|(column, field)| {
                let cell = Cell::new(column.value(row));
                if field.data_type().is_numeric() { cell.set_alignment(CellAlignment::Right) } else { cell }
            }));
        }
    }
    Ok(table)
}

impl fmt::Debug for TableEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TableEncoder").field("max_rows", &self.max_rows).finish_non_exhaustive()
    }
}
