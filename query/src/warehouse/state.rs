use std::collections::{BTreeMap, BTreeSet};

use object_store::path::Path;
use serde::{Deserialize, Serialize};
use udfs::tables::{ALL, Partition, Table};

use super::commit::{Checkpoint, Commit, Entry, FORMAT};

/// One partition of one table: the values of the table's partition columns, in their order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartitionId {
    pub table: String,
    #[serde(rename = "partition")]
    pub values: Vec<String>,
}

/// The data file that a partition is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    pub sha256: String,
    pub bytes: u64,
    pub rows: u64,
    /// All values of text key columns that have few of them: files that cannot hold a key are not opened.
    #[serde(default)]
    pub keys: BTreeMap<String, BTreeSet<String>>,
    /// Of those that have many the least and the greatest.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ranges: BTreeMap<String, (String, String)>,
}

impl DataFile {
    pub fn path(&self) -> Path {
        data_path(&self.sha256)
    }

    /// Whether rows with this value may be in it.
    pub fn may_hold(&self, column: &str, value: &str) -> bool {
        let in_range = |(least, greatest): &(String, String)| (least.as_str()..=greatest.as_str()).contains(&value);
        match self.keys.get(column) {
            Some(values) => values.contains(value),
            None => self.ranges.get(column).is_none_or(in_range),
        }
    }

    /// As [`DataFile::may_hold`], of one of several values.
    pub fn may_hold_any(&self, column: &str, values: &BTreeSet<String>) -> bool {
        match (self.keys.get(column), self.ranges.get(column)) {
            (Some(held), _) => !held.is_disjoint(values),
            (None, Some((least, greatest))) => {
                least <= greatest && values.range(least.clone()..=greatest.clone()).next().is_some()
            }
            (None, None) => !values.is_empty(),
        }
    }
}

pub const DATA: &str = "_heatsched/data";

pub fn data_path(sha256: &str) -> Path {
    Path::from(format!("{DATA}/{sha256}"))
}

/// What the tables hold as of one commit.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub version: u64,
    pub files: BTreeMap<PartitionId, DataFile>,
}

impl State {
    pub fn apply(&mut self, commit: Commit) {
        self.version = commit.version;
        for partition in &commit.removed {
            self.files.remove(partition);
        }
        self.files.extend(commit.added.into_iter().map(|entry| (entry.partition, entry.file)));
    }

    pub fn checkpoint(&self) -> Checkpoint {
        let entry =
            |(partition, file): (&PartitionId, &DataFile)| Entry { partition: partition.clone(), file: file.clone() };
        Checkpoint { format: FORMAT, version: self.version, files: self.files.iter().map(entry).collect() }
    }

    pub fn of(&self, table: &Table) -> impl Iterator<Item = (&PartitionId, &DataFile)> {
        let first = PartitionId { table: table.name.into(), values: Vec::new() };
        self.files.range(first..).take_while(|(partition, _)| partition.table == table.name)
    }

    /// Every file is of one tenant: the tenant's rows are those of its files.
    pub fn of_tenant(&self, table: &Table, tenant: &str) -> impl Iterator<Item = (&PartitionId, &DataFile)> {
        let position = table.partition.iter().position(|by| *by == Partition::Tenant);
        let is_own =
            move |id: &PartitionId| position.and_then(|i| id.values.get(i)).is_some_and(|value| value == tenant);
        self.of(table).filter(move |(id, _)| is_own(id))
    }

    pub fn contents(&self) -> Vec<Contents> {
        ALL.iter().map(|table| Contents::of(self, table)).collect()
    }
}

impl From<Checkpoint> for State {
    fn from(checkpoint: Checkpoint) -> Self {
        let files = checkpoint.files.into_iter().map(|entry| (entry.partition, entry.file));
        Self { version: checkpoint.version, files: files.collect() }
    }
}

/// How much of a table there is, of all tenants.
#[derive(Debug, Clone, Copy)]
pub struct Contents {
    pub table: &'static Table,
    pub partitions: u64,
    pub rows: u64,
    pub bytes: u64,
}

impl Contents {
    fn of(state: &State, table: &'static Table) -> Self {
        let none = Self { table, partitions: 0, rows: 0, bytes: 0 };
        state.of(table).fold(none, |sum, (_, file)| Self {
            table,
            partitions: sum.partitions + 1,
            rows: sum.rows + file.rows,
            bytes: sum.bytes + file.bytes,
        })
    }
}
