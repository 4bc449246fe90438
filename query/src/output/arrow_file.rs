use std::fmt;
use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::writer::FileWriter;
use arrow::record_batch::RecordBatch;

use super::encoder::{Encoder, one_result_only};

pub(super) struct ArrowEncoder {
    writer: Option<Box<dyn Write + Send>>,
    file: Option<FileWriter<Box<dyn Write + Send>>>,
}

impl ArrowEncoder {
    pub fn new(writer: Box<dyn Write + Send>) -> Self {
        Self { writer: Some(writer), file: None }
    }
}

impl Encoder for ArrowEncoder {
    fn start(&mut self, schema: &SchemaRef) -> Result<(), ArrowError> {
        let writer = self.writer.take().ok_or_else(|| one_result_only("arrow"))?;
        self.file = Some(FileWriter::try_new(writer, schema)?);
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        self.file.as_mut().map_or(Ok(()), |file| file.write(batch))
    }

    fn end(&mut self) -> Result<(), ArrowError> {
        if let Some(mut file) = self.file.take() {
            file.finish()?;
            file.into_inner()?.flush()?;
        }
        Ok(())
    }
}

impl fmt::Debug for ArrowEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArrowEncoder").finish_non_exhaustive()
    }
}
