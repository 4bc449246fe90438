use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use object_store::ObjectMeta;
use object_store::path::Path;
use udfs::{Issue, Issues};

use super::commit::{CHECKPOINTS, COMMITS, version_of};
use super::faults::damaged;
use super::log::Log;
use super::publish;
use super::state::{DATA, State, data_path};
use super::storage::STAGING;

/// What a vacuum deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vacuumed {
    pub data_files: u64,
    pub bytes: u64,
    pub commits: u64,
    /// Files that a crash left while they were written, and files in the table folders that are of no partition.
    pub leftovers: u64,
}

pub async fn vacuum(log: &Log, commits: u64, grace: Duration, now: DateTime<Utc>) -> Result<Vacuumed, Issues> {
    let turn = log.turn.lock().await;
    let oldest_kept = now - TimeDelta::from_std(grace).unwrap_or(TimeDelta::MAX);
    let is_old = |file: &ObjectMeta| file.last_modified < oldest_kept;
    // listed before the state is read: a file committed in between is then not among the old ones
    let data = log.storage.list(&Path::from(DATA)).await?;
    let staged = log.storage.list(&Path::from(STAGING)).await?;
    let state = log.newest().await?;
    let first = first_kept(log, &state, commits, oldest_kept).await?;
    let kept = files_since(log, first, &state).await?;

    let mut done = Vacuumed { leftovers: publish::publish_all(log).await?, ..Vacuumed::default() };
    if first > 1 {
        done.commits = forget_before(log, first).await?;
    }
    for file in data.iter().filter(|file| is_old(file) && !kept.contains(&file.location)) {
        log.storage.delete(&file.location).await?;
        done.data_files += 1;
        done.bytes += file.size;
    }
    for file in staged.iter().filter(|file| is_old(file)) {
        log.storage.delete(&file.location).await?;
        done.leftovers += 1;
    }
    drop(turn);
    Ok(done)
}

/// The oldest commit that is among the last `commits` or was still the newest at some time from `oldest_kept` on.
async fn first_kept(log: &Log, state: &State, commits: u64, oldest_kept: DateTime<Utc>) -> Result<u64, Issue> {
    let files = log.storage.list(&Path::from(COMMITS)).await?;
    let versions = |file: &ObjectMeta| Some((version_of(&file.location)?, file.last_modified));
    let by_count = state.version.saturating_sub(commits.max(1) - 1).max(1);
    let young =
        files.iter().filter_map(versions).filter(|(_, made)| *made >= oldest_kept).map(|(version, _)| version).min();
    let by_age = young.map_or(state.version, |version| version.saturating_sub(1));
    let there = files.iter().filter_map(versions).map(|(version, _)| version).min().unwrap_or(1);
    Ok(by_count.min(by_age).max(there))
}

/// All data files of the states from commit `first` to `newest`.
async fn files_since(log: &Log, first: u64, newest: &State) -> Result<BTreeSet<Path>, Issue> {
    let gone = |version| damaged(log.storage.location(), super::commit::commit_path(version), "this commit is missing");
    let base = log.at(first).await?.ok_or_else(|| gone(first))?;
    let mut kept: BTreeSet<Path> = base.files.values().chain(newest.files.values()).map(|file| file.path()).collect();
    for version in first + 1..=newest.version {
        let commit = log.get_commit(version).await?.ok_or_else(|| gone(version))?;
        kept.extend(commit.added.iter().map(|entry| data_path(&entry.file.sha256)));
    }
    log.write_checkpoint(&base).await?;
    Ok(kept)
}

/// Oldest first, so that a reader never finds a gap before a commit that is there.
async fn forget_before(log: &Log, first: u64) -> Result<u64, Issue> {
    let mut commits = 0;
    for (folder, counted) in [(COMMITS, 1), (CHECKPOINTS, 0)] {
        for file in log.storage.list(&Path::from(folder)).await? {
            if version_of(&file.location).is_some_and(|version| version < first) {
                log.storage.delete(&file.location).await?;
                commits += counted;
            }
        }
    }
    Ok(commits)
}
