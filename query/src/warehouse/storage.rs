use std::fmt;
use std::io;
use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::Bytes;
use futures::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode};
use udfs::Issue;

use super::faults::io as io_issue;
use super::local;

pub const STAGING: &str = "_heatsched/staged";

/// The files of a warehouse, by paths relative to its root.
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    disk: Option<Arc<LocalFileSystem>>,
    location: String,
}

impl Storage {
    pub fn folder(path: &FilePath, location: String) -> Result<Self, Issue> {
        let disk = LocalFileSystem::new_with_prefix(path).map_err(|e| io_issue(&location, path.display(), e))?;
        let disk = Arc::new(disk);
        Ok(Self { store: Arc::clone(&disk) as _, disk: Some(disk), location })
    }

    pub fn remote(store: Arc<dyn ObjectStore>, location: String) -> Self {
        Self { store, disk: None, location }
    }

    pub fn location(&self) -> &str {
        &self.location
    }

    pub fn store(&self) -> &Arc<dyn ObjectStore> {
        &self.store
    }

    pub async fn get(&self, path: &Path) -> Result<Option<Bytes>, Issue> {
        match self.store.get(path).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(|e| self.issue(path, e))?)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.issue(path, error)),
        }
    }

    pub async fn exists(&self, path: &Path) -> Result<bool, Issue> {
        match self.store.head(path).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(self.issue(path, error)),
        }
    }

    pub async fn replace(&self, path: &Path, bytes: Bytes) -> Result<(), Issue> {
        if let Some(disk) = &self.disk {
            return on_disk(disk, path, move |staging, to| local::replace(staging, to, &bytes))
                .await
                .map_err(|e| self.issue(path, e));
        }
        self.store.put(path, bytes.into()).await.map(|_| ()).map_err(|e| self.issue(path, e))
    }

    /// False where the file exists already.
    pub async fn create(&self, path: &Path, bytes: Bytes) -> Result<bool, Issue> {
        if let Some(disk) = &self.disk {
            return on_disk(disk, path, move |staging, to| local::create(staging, to, &bytes))
                .await
                .map_err(|e| self.issue(path, e));
        }
        match self.store.put_opts(path, bytes.into(), PutMode::Create.into()).await {
            Ok(_) => Ok(true),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(false),
            Err(error) => Err(self.issue(path, error)),
        }
    }

    pub async fn copy(&self, from: &Path, to: &Path) -> Result<(), Issue> {
        if let Some(disk) = &self.disk {
            let from = disk.path_to_filesystem(from).map_err(|e| self.issue(from, e))?;
            return on_disk(disk, to, move |staging, to| local::copy(staging, &from, to))
                .await
                .map_err(|e| self.issue(to, e));
        }
        self.store.copy(from, to).await.map_err(|e| self.issue(to, e))
    }

    /// A file that is gone already is no fault.
    pub async fn delete(&self, path: &Path) -> Result<(), Issue> {
        match self.store.delete(path).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.issue(path, error)),
        }
    }

    pub async fn list(&self, folder: &Path) -> Result<Vec<ObjectMeta>, Issue> {
        let mut files: Vec<ObjectMeta> =
            self.store.list(Some(folder)).try_collect().await.map_err(|e| self.issue(folder, e))?;
        files.sort_by(|a, b| a.location.cmp(&b.location));
        Ok(files)
    }

    fn issue(&self, path: &Path, error: impl fmt::Display) -> Issue {
        io_issue(&self.location, path, error)
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Storage").field(&self.location).finish()
    }
}

async fn on_disk<T: Send + 'static>(
    disk: &LocalFileSystem,
    path: &Path,
    step: impl FnOnce(&FilePath, &FilePath) -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let staging = disk.path_to_filesystem(&Path::from(STAGING))?;
    let to = disk.path_to_filesystem(path)?;
    tokio::task::spawn_blocking(move || step(&staging, &to)).await?
}
