use std::path::{Path, PathBuf};

use udfs::Issues;

use crate::output::io_failure;

/// The file itself, or of a folder the files that are wanted, by name.
pub(super) fn files(path: &Path, wanted: fn(&Path) -> bool) -> Result<Vec<PathBuf>, Issues> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(|e| io_failure(path, "be read", &e))?;
    let mut files: Vec<PathBuf> = entries.iter().map(std::fs::DirEntry::path).collect();
    files.retain(|file| file.is_file() && wanted(file));
    files.sort();
    Ok(files)
}
