use std::fmt::Debug;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;

/// Turns results into bytes: `start`, any number of `write`, `end` for each result, then `finish`.
pub(super) trait Encoder: Debug + Send {
    fn start(&mut self, schema: &SchemaRef) -> Result<(), ArrowError>;
    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError>;
    fn end(&mut self) -> Result<(), ArrowError>;

    fn finish(&mut self) -> Result<(), ArrowError> {
        Ok(())
    }
}

pub(super) fn one_result_only(format: &str) -> ArrowError {
    ArrowError::InvalidArgumentError(format!(
        "a file of {format} holds one result; write each query to a file of its own"
    ))
}
