use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::RecordBatch;
use udfs::Issues;
use udfs::tables::Table;

use super::log::Log;
use super::state::{DataFile, State};
use super::{Warehouse, blocking, parquet_file};

/// One tenant's tables as of one commit, file by file.
#[derive(Debug, Clone)]
pub struct Snapshot {
    log: Arc<Log>,
    state: Arc<State>,
    tenant: String,
}

impl Warehouse {
    pub fn snapshot(&self, tenant: &str) -> Result<Snapshot, Issues> {
        let log = Arc::clone(&self.log);
        let state = blocking::wait(async move { Ok(log.newest().await?) })?;
        Ok(Snapshot { log: Arc::clone(&self.log), state, tenant: tenant.to_string() })
    }

    /// The number of the newest commit.
    pub async fn version(&self) -> Result<u64, Issues> {
        Ok(self.log.newest().await?.version)
    }

    /// The same as long as none of a tenant's tables changes.
    pub async fn hash(&self, tenant: &str, tables: &[&'static Table]) -> Result<String, Issues> {
        let state = self.log.newest().await?;
        let hashes = tables.iter().map(|table| hash(&state, table, tenant));
        Ok(parquet_file::sha256(hashes.collect::<String>().as_bytes()))
    }
}

impl Snapshot {
    /// What the table holds, as a text to compare with: the commit, and a hash over the hashes of the table's files.
    pub fn mark(&self, table: &'static Table) -> String {
        mark(&self.state, table, &self.tenant)
    }

    /// The table's files that were not there at the mark. All of them, where the log does not reach back to the mark or
    /// knows another history.
    pub fn files_since(&self, table: &'static Table, since: Option<&str>) -> Result<Vec<DataFile>, Issues> {
        let known = since.map_or(Ok(BTreeSet::new()), |since| self.files_at(table, since))?;
        let files = self.state.of_tenant(table, &self.tenant).map(|(_, file)| file);
        Ok(files.filter(|file| !known.contains(&file.sha256)).cloned().collect())
    }

    fn files_at(&self, table: &'static Table, since: &str) -> Result<BTreeSet<String>, Issues> {
        let Some(version) = since.split(' ').next().and_then(|version| version.parse().ok()) else {
            return Ok(BTreeSet::new());
        };
        let log = Arc::clone(&self.log);
        let state = blocking::wait(async move { Ok(log.at(version).await?) })?;
        let state = state.filter(|state| mark(state, table, &self.tenant) == since);
        let files = state.iter().flat_map(|state| state.of_tenant(table, &self.tenant));
        Ok(files.map(|(_, file)| file.sha256.clone()).collect())
    }

    /// The rows of one of its files.
    pub fn load(&self, table: &'static Table, file: &DataFile) -> Result<RecordBatch, Issues> {
        let (log, file) = (Arc::clone(&self.log), file.clone());
        blocking::wait(async move { Ok(parquet_file::load(&log.storage, table, &file).await?) })
    }
}

fn mark(state: &State, table: &'static Table, tenant: &str) -> String {
    format!("{} {}", state.version, &hash(state, table, tenant)[..32])
}

fn hash(state: &State, table: &'static Table, tenant: &str) -> String {
    let files = state.of_tenant(table, tenant).map(|(id, file)| format!("{:?} {}\n", id.values, file.sha256));
    parquet_file::sha256(files.collect::<String>().as_bytes())
}
