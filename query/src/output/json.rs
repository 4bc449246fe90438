use std::fmt;
use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::json::WriterBuilder;
use arrow::json::writer::LineDelimited;
use arrow::record_batch::RecordBatch;

use super::encoder::Encoder;

/// Objects with all columns, null where there is no value; numbers and decimals as JSON numbers with every digit.
pub(super) struct JsonEncoder {
    writer: Box<dyn Write + Send>,
    array: bool,
    rows: usize,
}

impl JsonEncoder {
    /// Each result one array.
    pub fn array(writer: Box<dyn Write + Send>) -> Self {
        Self { writer, array: true, rows: 0 }
    }

    /// Each row a line.
    pub fn lines(writer: Box<dyn Write + Send>) -> Self {
        Self { writer, array: false, rows: 0 }
    }
}

impl Encoder for JsonEncoder {
    fn start(&mut self, _: &SchemaRef) -> Result<(), ArrowError> {
        self.rows = 0;
        if self.array {
            self.writer.write_all(b"[")?;
        }
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let mut lines = Vec::new();
        let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(&mut lines);
        writer.write(batch)?;
        writer.finish()?;
        if !self.array {
            return Ok(self.writer.write_all(&lines)?);
        }
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            self.writer.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
            self.writer.write_all(line)?;
            self.rows += 1;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ArrowError> {
        if self.array {
            self.writer.write_all(if self.rows == 0 { b"]\n" } else { b"\n]\n" })?;
        }
        Ok(self.writer.flush()?)
    }
}

impl fmt::Debug for JsonEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonEncoder").field("array", &self.array).finish_non_exhaustive()
    }
}
