use std::sync::Arc;

use arrow::array::{ArrayRef, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use udfs::{Code, Issue, Issues};

use super::failure::place;

/// A small result that a command makes itself, all columns text.
#[derive(Debug)]
pub struct TextTable {
    columns: Vec<(&'static str, Vec<Option<String>>)>,
}

impl TextTable {
    pub fn new(columns: &[&'static str]) -> Self {
        Self { columns: columns.iter().map(|name| (*name, Vec::new())).collect() }
    }

    /// An empty text is a null.
    pub fn push<const N: usize>(&mut self, row: [String; N]) {
        for ((_, values), value) in self.columns.iter_mut().zip(row) {
            values.push((!value.is_empty()).then_some(value));
        }
    }

    pub fn batch(self) -> Result<RecordBatch, Issues> {
        let fields: Vec<Field> = self.columns.iter().map(|(name, _)| Field::new(*name, DataType::Utf8, true)).collect();
        let arrays =
            self.columns.into_iter().map(|(_, values)| Arc::new(StringArray::from(values)) as ArrayRef).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
            .map_err(|e| Issue::error(Code::Internal, place("output"), e.to_string(), "report this").into())
    }
}
