use bytes::Bytes;
use object_store::path::Path;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use udfs::Issue;

use super::faults::{damaged, internal, newer_format};
use super::state::{DataFile, PartitionId};
use super::storage::Storage;

pub const FORMAT: u32 = 1;
pub const COMMITS: &str = "_heatsched/commits";
pub const CHECKPOINTS: &str = "_heatsched/checkpoints";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    #[serde(flatten)]
    pub partition: PartitionId,
    #[serde(flatten)]
    pub file: DataFile,
}

/// What one write changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Commit {
    pub format: u32,
    pub version: u64,
    pub added: Vec<Entry>,
    pub removed: Vec<PartitionId>,
}

/// Everything there is after a commit.
#[derive(Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    pub format: u32,
    pub version: u64,
    pub files: Vec<Entry>,
}

pub fn commit_path(version: u64) -> Path {
    numbered(COMMITS, version)
}

pub fn checkpoint_path(version: u64) -> Path {
    numbered(CHECKPOINTS, version)
}

fn numbered(folder: &str, version: u64) -> Path {
    Path::from(format!("{folder}/{version:020}.json"))
}

/// The number in the name of a commit or checkpoint; other files are not ours.
pub fn version_of(path: &Path) -> Option<u64> {
    path.filename()?.strip_suffix(".json")?.parse().ok()
}

pub fn to_bytes(value: &impl Serialize) -> Result<Bytes, Issue> {
    serde_json::to_vec(value).map(Bytes::from).map_err(internal)
}

#[derive(Deserialize)]
struct Header {
    format: u32,
    version: u64,
}

/// A commit or checkpoint, which must be the one that its name says.
pub async fn get<T: DeserializeOwned>(storage: &Storage, path: &Path, version: u64) -> Result<Option<T>, Issue> {
    let Some(bytes) = storage.get(path).await? else { return Ok(None) };
    let unreadable = |e| damaged(storage.location(), path, e);
    let header: Header = serde_json::from_slice(&bytes).map_err(unreadable)?;
    if header.format > FORMAT {
        return Err(newer_format(storage.location(), path));
    }
    if header.version != version {
        return Err(damaged(storage.location(), path, format!("it says that it is version {}", header.version)));
    }
    serde_json::from_slice(&bytes).map(Some).map_err(unreadable)
}
