//! The table folders: a copy of the newest commit for tools that know nothing of the log.

use std::collections::BTreeSet;

use futures::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use serde::{Deserialize, Serialize};
use udfs::Issue;
use udfs::tables::{ALL, Table, find};

use super::commit;
use super::log::Log;
use super::state::{PartitionId, State};
use super::{parquet_file, partition};

const MARKER: &str = "_heatsched/published.json";
const FILES_AT_ONCE: usize = 8;
/// Another writer may have published an older commit over ours, or committed meanwhile.
const ROUNDS: u32 = 5;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Marker {
    version: u64,
}

/// Brings the table folders up to the newest commit. What fails here is no fault of the write before it, which is done:
/// the marker stays behind, and the next write, opening or vacuum does it.
pub async fn catch_up(log: &Log) {
    let _ = try_catch_up(log).await;
}

async fn try_catch_up(log: &Log) -> Result<(), Issue> {
    for _ in 0..ROUNDS {
        let marker = marker(log).await?;
        let state = log.newest().await?;
        if marker.version >= state.version {
            break;
        }
        let partitions = match changed_since(log, marker.version, state.version).await? {
            Some(changed) => changed,
            None => state.files.keys().cloned().collect(),
        };
        publish(log, &state, &partitions).await?;
        mark(log, &state).await?;
    }
    Ok(())
}

/// Publishes everything again and deletes what does not belong; returns how many files did not.
pub async fn publish_all(log: &Log) -> Result<u64, Issue> {
    let state = log.newest().await?;
    publish(log, &state, &state.files.keys().cloned().collect()).await?;
    let mut expected = BTreeSet::new();
    for table in ALL {
        if state.of(table).next().is_none() {
            expected.insert(partition::empty_path(table));
        }
        for (id, _) in state.of(table) {
            expected.insert(partition::published_path(table, id)?);
        }
    }
    let mut deleted = 0;
    for table in ALL {
        for file in log.storage.list(&Path::from(table.name)).await? {
            if !expected.contains(&file.location) && file.location.extension() == Some("parquet") {
                log.storage.delete(&file.location).await?;
                deleted += 1;
            }
        }
    }
    mark(log, &state).await?;
    Ok(deleted)
}

pub async fn version(log: &Log) -> Result<u64, Issue> {
    Ok(marker(log).await?.version)
}

/// An unreadable marker is none: everything is published again.
async fn marker(log: &Log) -> Result<Marker, Issue> {
    let bytes = log.storage.get(&Path::from(MARKER)).await?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
}

async fn mark(log: &Log, state: &State) -> Result<(), Issue> {
    log.storage.replace(&Path::from(MARKER), commit::to_bytes(&Marker { version: state.version })?).await
}

/// The partitions that commits after `from` up to `to` touched; nothing where the log does not reach back.
async fn changed_since(log: &Log, from: u64, to: u64) -> Result<Option<BTreeSet<PartitionId>>, Issue> {
    if from == 0 && to > 1 {
        return Ok(None);
    }
    let mut changed = BTreeSet::new();
    for version in from + 1..=to {
        let Some(commit) = log.get_commit(version).await? else { return Ok(None) };
        changed.extend(commit.added.into_iter().map(|entry| entry.partition));
        changed.extend(commit.removed);
    }
    Ok(Some(changed))
}

async fn publish(log: &Log, state: &State, partitions: &BTreeSet<PartitionId>) -> Result<(), Issue> {
    let mut tasks = Vec::new();
    for id in partitions {
        tasks.extend(find(&id.table).map(|table| publish_one(log, state, table, id)));
    }
    stream::iter(tasks).buffer_unordered(FILES_AT_ONCE).try_collect::<Vec<()>>().await?;
    for table in ALL {
        let is_empty = state.of(table).next().is_none();
        let touched = partitions.iter().any(|id| id.table == table.name);
        if is_empty {
            publish_empty(log, table).await?;
        } else if touched {
            log.storage.delete(&partition::empty_path(table)).await?;
        }
    }
    Ok(())
}

async fn publish_one(log: &Log, state: &State, table: &Table, id: &PartitionId) -> Result<(), Issue> {
    let path = partition::published_path(table, id)?;
    match state.files.get(id) {
        Some(file) => log.storage.copy(&file.path(), &path).await,
        None => log.storage.delete(&path).await,
    }
}

async fn publish_empty(log: &Log, table: &Table) -> Result<(), Issue> {
    let path = partition::empty_path(table);
    if log.storage.exists(&path).await? {
        return Ok(());
    }
    let nothing = arrow::array::RecordBatch::new_empty(table.schema());
    log.storage.replace(&path, parquet_file::encode(&nothing)?).await
}
