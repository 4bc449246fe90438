use std::fmt;
use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::encoder::{Encoder, one_result_only};

pub(super) struct ParquetEncoder {
    writer: Option<Box<dyn Write + Send>>,
    file: Option<ArrowWriter<Box<dyn Write + Send>>>,
}

impl ParquetEncoder {
    pub fn new(writer: Box<dyn Write + Send>) -> Self {
        Self { writer: Some(writer), file: None }
    }
}

impl Encoder for ParquetEncoder {
    fn start(&mut self, schema: &SchemaRef) -> Result<(), ArrowError> {
        let writer = self.writer.take().ok_or_else(|| one_result_only("parquet"))?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        self.file = Some(ArrowWriter::try_new(writer, schema.clone(), Some(properties))?);
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        self.file.as_mut().map_or(Ok(()), |file| Ok(file.write(batch)?))
    }

    fn end(&mut self) -> Result<(), ArrowError> {
        if let Some(file) = self.file.take() {
            file.into_inner()?.flush()?;
        }
        Ok(())
    }
}

impl fmt::Debug for ParquetEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParquetEncoder").finish_non_exhaustive()
    }
}
