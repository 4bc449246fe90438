use std::collections::BTreeMap;

use arrow::array::types::{Date32Type, TimestampMicrosecondType, UInt64Type};
use arrow::array::{Array, ArrayRef, AsArray, PrimitiveArray, RecordBatch};
use arrow::compute::take_record_batch;
use arrow::datatypes::DataType;
use chrono::DateTime;
use object_store::path::Path;
use sha2::{Digest, Sha256};
use udfs::Issue;
use udfs::tables::{Partition, Table};

use super::faults::internal;
use super::state::PartitionId;

/// The rows of each partition, in their order.
pub fn split(table: &Table, batch: &RecordBatch) -> Result<BTreeMap<PartitionId, RecordBatch>, Issue> {
    let mut rows: BTreeMap<Vec<String>, Vec<u64>> = BTreeMap::new();
    let columns = table.partition.iter().map(|partition| texts(batch, *partition)).collect::<Result<Vec<_>, _>>()?;
    for row in 0..batch.num_rows() {
        let values = columns.iter().map(|column| column[row].clone()).collect();
        rows.entry(values).or_default().push(row as u64);
    }
    let part = |(values, rows): (_, Vec<u64>)| {
        let batch = take_record_batch(batch, &PrimitiveArray::<UInt64Type>::from(rows)).map_err(internal)?;
        Ok((PartitionId { table: table.name.into(), values }, batch))
    };
    rows.into_iter().map(part).collect()
}

fn texts(batch: &RecordBatch, partition: Partition) -> Result<Vec<String>, Issue> {
    let column = partition.column();
    let array = batch.column_by_name(column).ok_or_else(|| internal(format!("no column {column}")))?;
    value_texts(array).ok_or_else(|| internal(format!("{column} cannot be partitioned by")))
}

/// How a partition column's values are written: texts as they are, times as their UTC date.
pub fn value_texts(array: &ArrayRef) -> Option<Vec<String>> {
    if array.null_count() > 0 {
        return None;
    }
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().iter().flatten().map(String::from).collect()),
        DataType::Date32 => array
            .as_primitive::<Date32Type>()
            .values()
            .iter()
            .map(|days| Date32Type::to_naive_date_opt(*days).map(|date| date.to_string()))
            .collect(),
        DataType::Timestamp(_, _) => array
            .as_primitive_opt::<TimestampMicrosecondType>()?
            .values()
            .iter()
            .map(|micros| DateTime::from_timestamp_micros(*micros).map(|time| time.date_naive().to_string()))
            .collect(),
        _ => None,
    }
}

/// Whether two rows with one key are always in one partition.
pub fn is_set_by_key(table: &Table) -> bool {
    table.partition.iter().all(|partition| table.key.contains(&partition.column()))
}

/// The copy of the partition for other tools.
pub fn published_path(table: &Table, partition: &PartitionId) -> Result<Path, Issue> {
    let mut path = table.name.to_string();
    for (partition, value) in table.partition.iter().zip(&partition.values) {
        let folder = match partition {
            Partition::Tenant => "tenant",
            Partition::Site => "site",
            Partition::Date(_) => "date",
        };
        path += &format!("/{folder}={}", folder_name(value));
    }
    Path::parse(path + "/data.parquet").map_err(internal)
}

pub fn empty_path(table: &Table) -> Path {
    Path::from(format!("{}/empty.parquet", table.name))
}

const LONGEST: usize = 150;

/// Percent-encoded, so that any id is a folder's name everywhere; a very long one is cut and told apart by its hash.
fn folder_name(value: &str) -> String {
    let keeps = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let name: String =
        value.bytes().map(|b| if keeps(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    if name.len() <= LONGEST {
        return name;
    }
    let hash: String = Sha256::digest(value.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{}~{hash}", &name[..LONGEST])
}
