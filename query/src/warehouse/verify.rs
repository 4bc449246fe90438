use futures::{StreamExt, stream};
use udfs::tables::{Table, find};
use udfs::{Issue, Issues};

use super::faults::{damaged, stale_copy};
use super::log::Log;
use super::parquet_file::{load, sha256};
use super::state::{DataFile, PartitionId};
use super::{partition, publish};

const FILES_AT_ONCE: usize = 8;

/// What a verification looked at and found. Damaged data are errors; copies in the table folders that are not up to date
/// are warnings.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    pub commit: u64,
    pub files: u64,
    pub rows: u64,
    pub bytes: u64,
    pub issues: Issues,
}

pub async fn verify(log: &Log) -> Result<Verified, Issues> {
    let state = log.newest().await?;
    let mut verified = Verified { commit: state.version, ..Verified::default() };
    let published = publish::version(log).await? >= state.version;
    let mut checks = Vec::new();
    for (id, file) in &state.files {
        checks.extend(find(&id.table).map(|table| check(log, table, id, file, published)));
    }
    let mut checks = stream::iter(checks).buffered(FILES_AT_ONCE);
    while let Some((file, issues)) = checks.next().await {
        verified.files += 1;
        verified.rows += file.rows;
        verified.bytes += file.bytes;
        verified.issues.0.extend(issues);
    }
    if !published {
        let what = format!("the table folders do not show commit {} yet", state.version);
        verified.issues.push(stale_copy(log.storage.location(), "_heatsched/published.json", what));
    }
    Ok(verified)
}

async fn check<'a>(
    log: &Log,
    table: &'static Table,
    id: &PartitionId,
    file: &'a DataFile,
    published: bool,
) -> (&'a DataFile, Vec<Issue>) {
    let mut issues = Vec::new();
    issues.extend(check_data(log, table, id, file).await.err());
    if published {
        issues.extend(check_copy(log, table, id, file).await.err());
    }
    (file, issues)
}

async fn check_data(log: &Log, table: &'static Table, id: &PartitionId, file: &DataFile) -> Result<(), Issue> {
    let damaged = |what: &str| damaged(log.storage.location(), file.path(), format!("data of {}: {what}", table.name));
    let batch = load(&log.storage, table, file).await?;
    if batch.num_rows() as u64 != file.rows {
        return Err(damaged("not as many rows as the commit says"));
    }
    if partition::split(table, &batch)?.keys().any(|found| found != id) {
        return Err(damaged("rows of another partition"));
    }
    Ok(())
}

async fn check_copy(log: &Log, table: &'static Table, id: &PartitionId, file: &DataFile) -> Result<(), Issue> {
    let path = partition::published_path(table, id)?;
    let stale = |what| stale_copy(log.storage.location(), &path, what);
    let bytes = log.storage.get(&path).await?.ok_or_else(|| stale("the copy is missing"))?;
    if sha256(&bytes) == file.sha256 { Ok(()) } else { Err(stale("the copy is not of the newest commit")) }
}
