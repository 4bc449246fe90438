//! Steps on a local disk that are on the disk when they return, and done whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Creates or replaces `to`.
pub fn replace(staging: &Path, to: &Path, bytes: &[u8]) -> io::Result<()> {
    make_parent(to)?;
    let staged = stage(staging, bytes)?;
    fs::rename(&staged, to)?;
    sync_parent(to)
}

/// Creates `to`; false where it exists.
pub fn create(staging: &Path, to: &Path, bytes: &[u8]) -> io::Result<bool> {
    make_parent(to)?;
    let staged = stage(staging, bytes)?;
    let linked = fs::hard_link(&staged, to);
    fs::remove_file(&staged)?;
    match linked {
        Ok(()) => sync_parent(to).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Lets `to` show what `from` holds; by a link, or by a copy on a disk that has no links.
pub fn copy(staging: &Path, from: &Path, to: &Path) -> io::Result<()> {
    make_parent(to)?;
    let staged = staging_name(staging)?;
    if fs::hard_link(from, &staged).is_err() {
        fs::copy(from, &staged)?;
    }
    fs::rename(&staged, to)?;
    // renaming onto a link to the same file leaves both names
    match fs::remove_file(&staged) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn stage(staging: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let path = staging_name(staging)?;
    let mut file = File::create_new(&path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(path)
}

fn staging_name(staging: &Path) -> io::Result<PathBuf> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    fs::create_dir_all(staging)?;
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = staging.join(format!("{}-{number}", std::process::id()));
        // a crashed process with the same id may have left one
        if !path.try_exists()? {
            return Ok(path);
        }
    }
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// A new name is on the disk only when its folder is.
fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}
