use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use arrow::array::{AsArray, RecordBatch};
use futures::{StreamExt, TryStreamExt, stream};
use udfs::store::Change;
use udfs::tables::{Table, rows_to_batch};
use udfs::{Issue, Issues};

use super::commit::{Commit, Entry, FORMAT};
use super::faults::busy;
use super::log::Log;
use super::read::Filter;
use super::state::{DataFile, PartitionId, State};
use super::{merge, parquet_file, partition, publish};

pub const TRIES: u32 = 100;
/// Many: a disk syncs files that come together in one go.
pub const FILES_AT_ONCE: usize = 64;
const BYTES_AT_ONCE: u64 = 16 << 20;

pub type Changes = Vec<TableChange>;

/// What is to become of one table.
pub struct TableChange {
    table: &'static Table,
    /// To upsert, in key order, each key once.
    rows: RecordBatch,
    /// Other rows that match one of these are deleted.
    replaces: Arc<Vec<Filter>>,
}

impl TableChange {
    pub fn upsert(table: &'static Table, rows: RecordBatch) -> Self {
        Self { table, rows, replaces: Arc::default() }
    }
}

/// Changes that come together, by table.
#[derive(Default)]
pub struct Pending(BTreeMap<&'static str, OfTable>);

impl Pending {
    pub fn of(changes: &[Change]) -> Result<Self, Issues> {
        let (mut pending, mut issues) = (Self::default(), Issues::default());
        for change in changes.iter().filter(|change| !change.rows.is_empty() || !change.replaces.is_empty()) {
            if let Err(found) = pending.of_table(change.table).change(change) {
                issues.extend(found);
            }
        }
        issues.into_result(pending).map(|(pending, _)| pending)
    }

    /// Further rows to upsert.
    pub fn add(&mut self, table: &'static Table, batch: RecordBatch) {
        self.of_table(table).batches.push(batch);
    }

    fn of_table(&mut self, table: &'static Table) -> &mut OfTable {
        self.0.entry(table.name).or_insert_with(|| OfTable { table, batches: Vec::new(), replaces: Vec::new() })
    }

    pub fn into_changes(self) -> Result<Changes, Issues> {
        self.0.into_values().map(OfTable::merged).collect::<Result<_, Issue>>().map_err(Issues::from)
    }
}

/// The changes of one table, in their order.
struct OfTable {
    table: &'static Table,
    batches: Vec<RecordBatch>,
    replaces: Vec<Filter>,
}

impl OfTable {
    fn change(&mut self, change: &Change) -> Result<(), Issues> {
        let batch = rows_to_batch(self.table, &change.rows)?;
        if !change.replaces.is_empty() {
            let values: Vec<(&str, &str)> =
                change.replaces.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let filter = Filter::new(self.table, &values)?;
            for earlier in &mut self.batches {
                *earlier = filter.without(earlier)?;
            }
            self.replaces.push(filter);
        }
        self.batches.push(batch);
        Ok(())
    }

    fn merged(self) -> Result<TableChange, Issue> {
        let rows = merge::merge(self.table, &self.batches)?;
        Ok(TableChange { table: self.table, rows, replaces: Arc::new(self.replaces) })
    }
}

pub async fn write(log: &Log, changes: &Changes) -> Result<(), Issues> {
    let turn = log.turn.lock().await;
    for attempt in 0..TRIES {
        let state = log.newest().await?;
        let commit = prepare(log, &state, changes).await?;
        let unchanged = commit.added.is_empty() && commit.removed.is_empty();
        if unchanged || log.commit(&state, commit).await?.is_some() {
            publish::catch_up(log).await;
            return Ok(());
        }
        tokio::time::sleep(pause(attempt)).await;
    }
    drop(turn);
    Err(busy(log.storage.location(), TRIES).into())
}

/// Longer with each try, and not the same for two processes that collide.
fn pause(attempt: u32) -> Duration {
    let millis = u64::from(attempt.min(20)) * 5 + u64::from(std::process::id() % 7);
    Duration::from_millis(millis)
}

/// Writes the data files of the commit that would bring `state` up to the changes.
async fn prepare(log: &Log, state: &State, changes: &Changes) -> Result<Commit, Issue> {
    let mut partitions = Vec::new();
    for change in changes {
        partitions.extend(touched(state, change)?);
    }
    let files_at_once = files_at_once(&partitions);
    let done: Vec<Done> = stream::iter(partitions.into_iter().map(|touched| rewrite(log, touched)))
        .buffer_unordered(files_at_once)
        .try_collect()
        .await?;
    let mut commit = Commit { format: FORMAT, version: state.version + 1, added: Vec::new(), removed: Vec::new() };
    for done in done {
        match done {
            Done::Unchanged => {}
            Done::Added(entry) => commit.added.push(entry),
            Done::Removed(partition) => commit.removed.push(partition),
        }
    }
    commit.added.sort_by(|a, b| a.partition.cmp(&b.partition));
    commit.removed.sort();
    Ok(commit)
}

/// So many that their bytes are bearable.
fn files_at_once(partitions: &[Touched]) -> usize {
    let bytes = |touched: &Touched| touched.before.as_ref().map_or(0, |file| file.bytes);
    let largest = partitions.iter().map(bytes).max().unwrap_or_default().max(1);
    usize::try_from(BYTES_AT_ONCE / largest).unwrap_or(FILES_AT_ONCE).clamp(2, FILES_AT_ONCE)
}

pub struct Touched {
    pub table: &'static Table,
    partition: PartitionId,
    before: Option<DataFile>,
    pub rows: RecordBatch,
    /// Keys that may have been in this partition and now are in another.
    pub moved: Arc<merge::KeySet>,
    replaces: Arc<Vec<Filter>>,
}

pub enum Done {
    Unchanged,
    Added(Entry),
    Removed(PartitionId),
}

/// The partitions that the rows are of, or may have been of.
pub fn touched(state: &State, change: &TableChange) -> Result<Vec<Touched>, Issue> {
    let TableChange { table, rows: batch, replaces } = change;
    let mut parts = partition::split(table, batch)?;
    let may_move = !partition::is_set_by_key(table);
    let moved = Arc::new(if may_move { merge::key_set(table, batch)? } else { merge::KeySet::new() });
    let keys = text_keys(table, batch);
    for (partition, file) in state.of(table) {
        let may_lose = may_move && may_hold_any(file, &keys)
            || replaces.iter().any(|filter| filter.may_be_in(table, partition, file));
        if may_lose && !parts.contains_key(partition) {
            parts.insert(partition.clone(), RecordBatch::new_empty(table.schema()));
        }
    }
    let touched = parts.into_iter().map(|(partition, rows)| Touched {
        table,
        before: state.files.get(&partition).cloned(),
        partition,
        rows,
        moved: Arc::clone(&moved),
        replaces: Arc::clone(replaces),
    });
    Ok(touched.collect())
}

fn text_keys(table: &Table, batch: &RecordBatch) -> Vec<(&'static str, BTreeSet<String>)> {
    let values = |name: &&'static str| {
        let array = batch.column_by_name(name)?.as_string_opt::<i32>()?;
        Some((*name, array.iter().flatten().map(String::from).collect()))
    };
    table.key.iter().filter_map(values).collect()
}

fn may_hold_any(file: &DataFile, keys: &[(&str, BTreeSet<String>)]) -> bool {
    keys.iter().all(|(column, values)| file.may_hold_any(column, values))
}

async fn rewrite(log: &Log, touched: Touched) -> Result<Done, Issue> {
    let old = load_before(log, &touched).await?;
    finish(log, touched, old).await
}

pub async fn load_before(log: &Log, touched: &Touched) -> Result<RecordBatch, Issue> {
    match &touched.before {
        Some(file) => parquet_file::load(&log.storage, touched.table, file).await,
        None => Ok(RecordBatch::new_empty(touched.table.schema())),
    }
}

/// Stores the partition as it is with its new rows.
pub async fn finish(log: &Log, touched: Touched, old: RecordBatch) -> Result<Done, Issue> {
    let Touched { table, partition, rows, moved, replaces, .. } = touched;
    let left = replaces.iter().try_fold(old.clone(), |left, filter| filter.without(&left))?;
    let new = merge::merge_without(table, &[left, rows], &moved)?;
    if new == old {
        return Ok(Done::Unchanged);
    }
    if new.num_rows() == 0 {
        return Ok(Done::Removed(partition));
    }
    let bytes = parquet_file::encode(&new)?;
    let file = parquet_file::describe(table, &new, &bytes);
    log.storage.replace(&file.path(), bytes).await?;
    Ok(Done::Added(Entry { partition, file }))
}
