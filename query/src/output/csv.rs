use std::fmt;
use std::io::Write;

use arrow::csv::WriterBuilder;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;

use super::encoder::Encoder;

/// A header always, even over no rows; results after each other, parted by an empty line.
pub(super) struct CsvEncoder {
    writer: Box<dyn Write + Send>,
    delimiter: u8,
    results: usize,
}

impl CsvEncoder {
    pub fn new(writer: Box<dyn Write + Send>, delimiter: u8) -> Self {
        Self { writer, delimiter, results: 0 }
    }

    fn rows(&mut self, batch: &RecordBatch, with_header: bool) -> Result<(), ArrowError> {
        let builder = WriterBuilder::new().with_delimiter(self.delimiter).with_header(with_header);
        builder.build(&mut self.writer).write(batch)
    }
}

impl Encoder for CsvEncoder {
    fn start(&mut self, schema: &SchemaRef) -> Result<(), ArrowError> {
        if self.results > 0 {
            self.writer.write_all(b"\n")?;
        }
        self.results += 1;
        self.rows(&RecordBatch::new_empty(schema.clone()), true)
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        self.rows(batch, false)
    }

    fn end(&mut self) -> Result<(), ArrowError> {
        Ok(self.writer.flush()?)
    }
}

impl fmt::Debug for CsvEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsvEncoder").field("delimiter", &self.delimiter).finish_non_exhaustive()
    }
}
