use std::collections::{HashMap, HashSet};
use std::mem;
use std::sync::Arc;

use arrow::array::RecordBatch;
use futures::{StreamExt, TryStreamExt, stream};
use udfs::tables::Table;
use udfs::{Issue, Issues};

use super::commit::{Commit, Entry, FORMAT};
use super::faults::{busy, overtaken};
use super::log::Log;
use super::state::State;
use super::write::{Done, FILES_AT_ONCE, TRIES, TableChange, Touched, finish, load_before, touched};
use super::{Warehouse, blocking, merge, publish};

/// Rows that become visible together. Data files are stored as rows come, so that memory holds those of one call alone.
#[derive(Debug)]
pub struct Transaction {
    log: Arc<Log>,
    base: Arc<State>,
    next: State,
    dry_run: bool,
}

/// What rows would do to a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effect {
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
}

impl Warehouse {
    /// A dry run counts, and stores nothing.
    pub fn begin(&self, dry_run: bool) -> Result<Transaction, Issues> {
        let log = Arc::clone(&self.log);
        let base = blocking::wait(async move { Ok(log.newest().await?) })?;
        Ok(Transaction { log: Arc::clone(&self.log), next: State::clone(&base), base, dry_run })
    }
}

impl Transaction {
    /// Rows to upsert, each key once in all calls.
    pub fn add(&mut self, table: &'static Table, batch: RecordBatch) -> Result<Effect, Issues> {
        let (log, dry_run) = (Arc::clone(&self.log), self.dry_run);
        let mut next = mem::take(&mut self.next);
        let (next, effect) = blocking::wait(async move {
            let steps = touched(&next, &TableChange::upsert(table, batch))?
                .into_iter()
                .map(|touched| step(&log, touched, dry_run));
            let done: Vec<(Effect, u64, Done)> =
                stream::iter(steps).buffer_unordered(FILES_AT_ONCE).try_collect().await?;
            let (mut effect, mut moved) = (Effect::default(), 0);
            for (one, gone, done) in done {
                effect.added += one.added;
                effect.changed += one.changed;
                effect.unchanged += one.unchanged;
                moved += gone;
                apply(&mut next, done);
            }
            effect.added -= moved;
            effect.changed += moved;
            Ok((next, effect))
        })?;
        self.next = next;
        Ok(effect)
    }

    /// All of it, or an error and nothing.
    pub fn commit(self) -> Result<(), Issues> {
        let Self { log, base, next, dry_run } = self;
        let (added, removed) = difference(&base, &next);
        if dry_run || added.is_empty() && removed.is_empty() {
            return Ok(());
        }
        blocking::wait(async move {
            for _ in 0..TRIES {
                let newest = log.newest().await?;
                let touched = added.iter().map(|entry| &entry.partition).chain(&removed);
                if let Some(id) = touched.into_iter().find(|id| base.files.get(id) != newest.files.get(id)) {
                    return Err(overtaken(log.storage.location(), &id.table).into());
                }
                let (added, removed) = (added.clone(), removed.clone());
                let commit = Commit { format: FORMAT, version: newest.version + 1, added, removed };
                if log.commit(&newest, commit).await?.is_some() {
                    publish::catch_up(&log).await;
                    return Ok(());
                }
            }
            Err(busy(log.storage.location(), TRIES).into())
        })
    }
}

/// The effect of the rows that stay or come, and how many rows leave for other partitions.
async fn step(log: &Log, touched: Touched, dry_run: bool) -> Result<(Effect, u64, Done), Issue> {
    let old = load_before(log, &touched).await?;
    let (effect, moved) = compare(&touched, &old)?;
    let done = if dry_run { Done::Unchanged } else { finish(log, touched, old).await? };
    Ok((effect, moved, done))
}

fn compare(touched: &Touched, old: &RecordBatch) -> Result<(Effect, u64), Issue> {
    let (old_keys, keys) = (merge::keys(touched.table, old)?, merge::keys(touched.table, &touched.rows)?);
    let (old_rows, rows) = (merge::whole_rows(old)?, merge::whole_rows(&touched.rows)?);
    let known: HashMap<&[u8], usize> = old_keys.iter().enumerate().map(|(i, key)| (key.data(), i)).collect();
    let mut effect = Effect::default();
    for (i, key) in keys.iter().enumerate() {
        match known.get(key.data()) {
            None => effect.added += 1,
            Some(&before) if old_rows.row(before) == rows.row(i) => effect.unchanged += 1,
            Some(_) => effect.changed += 1,
        }
    }
    let stay: HashSet<&[u8]> = keys.iter().map(|key| key.data()).collect();
    let leave = |key: &[u8]| touched.moved.contains(key) && !stay.contains(key);
    let moved = old_keys.iter().filter(|key| leave(key.data())).count();
    Ok((effect, moved as u64))
}

fn apply(state: &mut State, done: Done) {
    match done {
        Done::Unchanged => {}
        Done::Added(entry) => {
            state.files.insert(entry.partition, entry.file);
        }
        Done::Removed(partition) => {
            state.files.remove(&partition);
        }
    }
}

fn difference(base: &State, next: &State) -> (Vec<Entry>, Vec<super::state::PartitionId>) {
    let new = next.files.iter().filter(|(id, file)| base.files.get(id) != Some(file));
    let added = new.map(|(id, file)| Entry { partition: id.clone(), file: file.clone() }).collect();
    (added, base.files.keys().filter(|id| !next.files.contains_key(id)).cloned().collect())
}
