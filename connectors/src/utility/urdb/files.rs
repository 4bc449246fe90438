use std::io::Read;
use std::path::{Path, PathBuf};

use udfs::{Code, Issue};

use crate::load::Job;

const MAX_BYTES: u64 = 256 << 20;

/// Names of the files of rates: the one that is named, or those of a folder.
pub fn list(job: &Job, path: &Path) -> Result<Vec<String>, Issue> {
    let path = job.base.join(path);
    if !path.is_dir() {
        return Ok(vec![name(&path)]);
    }
    let entries = std::fs::read_dir(&path).map_err(|e| io(job, &path, &e))?;
    let mut names: Vec<String> = entries.flatten().map(|entry| name(&entry.path())).collect();
    names.retain(|name| name.to_lowercase().ends_with(".json") && !name.starts_with('.'));
    names.sort();
    Ok(names)
}

pub fn content(job: &Job, path: &Path, part: &str) -> Result<Vec<u8>, Issue> {
    let path: PathBuf = job.base.join(path);
    let path = if path.is_dir() { path.join(part) } else { path };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&path).map_err(|e| io(job, &path, &e))?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| io(job, &path, &e))?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("{} is longer than {} MiB", path.display(), MAX_BYTES >> 20);
        return Err(Issue::error(Code::TooLarge, job.place(), message, "split the file"));
    }
    Ok(bytes)
}

fn name(path: &Path) -> String {
    path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned())
}

fn io(job: &Job, path: &Path, e: &std::io::Error) -> Issue {
    let message = format!("{}: {e}", path.display());
    Issue::error(Code::Io, job.place(), message, "check the path and its permissions")
}
