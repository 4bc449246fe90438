use std::sync::{Arc, Mutex, PoisonError};

use object_store::path::Path;
use udfs::Issue;

use super::commit::{self, CHECKPOINTS, COMMITS, Checkpoint, Commit, checkpoint_path, commit_path, version_of};
use super::faults::{damaged, missing};
use super::state::State;
use super::storage::Storage;

const CHECKPOINT_EVERY: u64 = 32;
/// A vacuum may delete old commits while they are read; then the newer ones are read instead.
const READ_TRIES: u32 = 5;

/// The commits of a warehouse, and the newest state seen.
#[derive(Debug)]
pub struct Log {
    pub storage: Storage,
    /// Writers of this process take turns instead of retrying against each other.
    pub turn: futures::lock::Mutex<()>,
    seen: Mutex<Option<Arc<State>>>,
}

impl Log {
    pub fn new(storage: Storage) -> Self {
        Self { storage, turn: futures::lock::Mutex::new(()), seen: Mutex::new(None) }
    }

    pub async fn create(&self) -> Result<(), Issue> {
        let exists = !self.storage.list(&Path::from(COMMITS)).await?.is_empty();
        if !exists {
            let first = Commit { format: commit::FORMAT, version: 1, added: Vec::new(), removed: Vec::new() };
            self.storage.create(&commit_path(1), commit::to_bytes(&first)?).await?;
        }
        self.newest().await.map(|_| ())
    }

    pub async fn newest(&self) -> Result<Arc<State>, Issue> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let known = match seen {
            Some(seen) => self.follow(seen).await?,
            None => None,
        };
        let state = match known {
            Some(state) => state,
            None => self.read_all().await?,
        };
        self.remember(&state);
        Ok(state)
    }

    /// Creates the commit after `state`; nothing if another writer did.
    pub async fn commit(&self, state: &State, commit: Commit) -> Result<Option<Arc<State>>, Issue> {
        if !self.storage.create(&commit_path(commit.version), commit::to_bytes(&commit)?).await? {
            return Ok(None);
        }
        let mut next = state.clone();
        next.apply(commit);
        let next = Arc::new(next);
        self.remember(&next);
        if next.version.is_multiple_of(CHECKPOINT_EVERY) {
            self.write_checkpoint(&next).await?;
        }
        Ok(Some(next))
    }

    pub async fn write_checkpoint(&self, state: &State) -> Result<(), Issue> {
        self.storage.replace(&checkpoint_path(state.version), commit::to_bytes(&state.checkpoint())?).await
    }

    /// The state at an older commit, where the log reaches back to it.
    pub async fn at(&self, version: u64) -> Result<Option<State>, Issue> {
        let Some(mut state) = self.newest_checkpoint(version).await? else { return Ok(None) };
        while state.version < version {
            let next = state.version + 1;
            let Some(commit) = self.get_commit(next).await? else { return Ok(None) };
            state.apply(commit);
        }
        Ok(Some(state))
    }

    pub async fn get_commit(&self, version: u64) -> Result<Option<Commit>, Issue> {
        commit::get(&self.storage, &commit_path(version), version).await
    }

    fn remember(&self, state: &Arc<State>) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.as_ref().is_none_or(|seen| seen.version < state.version) {
            *seen = Some(Arc::clone(state));
        }
    }

    /// `state` and the commits after it. Nothing if the last of them is gone: a vacuum deletes the oldest first, so only
    /// while that one is there is the next one known not to have been.
    async fn follow(&self, state: Arc<State>) -> Result<Option<Arc<State>>, Issue> {
        let mut state = state;
        while let Some(commit) = self.get_commit(state.version + 1).await? {
            Arc::make_mut(&mut state).apply(commit);
        }
        let last_is_there = self.storage.exists(&commit_path(state.version)).await?;
        Ok(last_is_there.then_some(state))
    }

    async fn read_all(&self) -> Result<Arc<State>, Issue> {
        let mut last = 0;
        for _ in 0..READ_TRIES {
            let commits = self.storage.list(&Path::from(COMMITS)).await?;
            last = commits.iter().filter_map(|file| version_of(&file.location)).max().unwrap_or(0);
            if last == 0 {
                return Err(missing(self.storage.location()));
            }
            let Some(base) = self.newest_checkpoint(last).await? else { continue };
            let start = base.version;
            match self.follow(Arc::new(base)).await? {
                Some(state) if state.version >= last => return Ok(state),
                Some(state) => last = state.version + 1,
                None => last = start + 1,
            }
        }
        Err(damaged(self.storage.location(), commit_path(last), "this commit is missing, later ones are there"))
    }

    /// The newest checkpoint up to `version`; the empty state before the first.
    async fn newest_checkpoint(&self, version: u64) -> Result<Option<State>, Issue> {
        let checkpoints = self.storage.list(&Path::from(CHECKPOINTS)).await?;
        let newest = checkpoints.iter().filter_map(|file| version_of(&file.location)).filter(|v| *v <= version).max();
        let Some(newest) = newest else { return Ok(Some(State::default())) };
        let checkpoint: Option<Checkpoint> = commit::get(&self.storage, &checkpoint_path(newest), newest).await?;
        Ok(checkpoint.map(State::from))
    }
}
