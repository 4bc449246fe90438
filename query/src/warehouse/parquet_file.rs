use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray, RecordBatch, StringArray, new_null_array};
use arrow::compute::concat_batches;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use sha2::{Digest, Sha256};
use udfs::Issue;
use udfs::tables::Table;

use super::faults::{damaged, internal};
use super::state::DataFile;
use super::storage::Storage;

const MOST_KEYS_KEPT: usize = 16;

/// The same rows give the same bytes.
pub fn encode(batch: &RecordBatch) -> Result<Bytes, Issue> {
    let level = ZstdLevel::try_new(3).map_err(internal)?;
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).map_err(internal)?;
    writer.write(batch).map_err(internal)?;
    writer.into_inner().map(Bytes::from).map_err(internal)
}

pub fn describe(table: &Table, batch: &RecordBatch, bytes: &Bytes) -> DataFile {
    let (mut keys, mut ranges) = (BTreeMap::new(), BTreeMap::new());
    for name in table.key {
        let Some(texts) = batch.column_by_name(name).and_then(|array| array.as_string_opt::<i32>()) else { continue };
        match few_values(texts) {
            Some(values) => {
                keys.insert(name.to_string(), values);
            }
            None => ranges.extend(range(texts).map(|range| (name.to_string(), range))),
        }
    }
    DataFile { sha256: sha256(bytes), bytes: bytes.len() as u64, rows: batch.num_rows() as u64, keys, ranges }
}

fn few_values(texts: &StringArray) -> Option<BTreeSet<String>> {
    let mut values = BTreeSet::new();
    for value in texts.iter().flatten() {
        if !values.contains(value) {
            values.insert(value.to_string());
        }
        if values.len() > MOST_KEYS_KEPT {
            return None;
        }
    }
    Some(values)
}

fn range(texts: &StringArray) -> Option<(String, String)> {
    let values = || texts.iter().flatten();
    Some((values().min()?.to_string(), values().max()?.to_string()))
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All rows of a data file whose bytes are what the commit says.
pub async fn load(storage: &Storage, table: &Table, file: &DataFile) -> Result<RecordBatch, Issue> {
    let damaged = |what: String| damaged(storage.location(), file.path(), format!("data of {}: {what}", table.name));
    let bytes = storage.get(&file.path()).await?.ok_or_else(|| damaged("the file is missing".into()))?;
    if sha256(&bytes) != file.sha256 {
        return Err(damaged("the bytes do not match the hash".into()));
    }
    decode(table, bytes).map_err(damaged)
}

pub fn decode(table: &Table, bytes: Bytes) -> Result<RecordBatch, String> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).and_then(|builder| builder.build());
    let reader = reader.map_err(|e| e.to_string())?;
    let schema = table.schema();
    let batches =
        reader.map(|batch| conform(table, &batch.map_err(|e| e.to_string())?)).collect::<Result<Vec<_>, String>>()?;
    concat_batches(&schema, &batches).map_err(|e| e.to_string())
}

/// In the table's present schema: a column that was added since is null.
fn conform(table: &Table, batch: &RecordBatch) -> Result<RecordBatch, String> {
    let schema = table.schema();
    let column = |field: &arrow::datatypes::Field| match batch.column_by_name(field.name()) {
        Some(array) if array.data_type() == field.data_type() => Ok(array.clone()),
        Some(array) => Err(format!("{} is {} instead of {}", field.name(), array.data_type(), field.data_type())),
        None if field.is_nullable() => Ok(new_null_array(field.data_type(), batch.num_rows())),
        None => Err(format!("no column {}", field.name())),
    };
    let arrays = schema.fields().iter().map(|field| column(field)).collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(schema, arrays).map_err(|e| e.to_string())
}
