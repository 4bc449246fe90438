use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use udfs::error::Place;
use udfs::{Code, Issue};

use super::job::Job;

/// Held while a job runs. The operating system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, never read")] File);

impl Lock {
    /// `folder` is the same for all who write to one store.
    pub fn take(folder: &Path, job: &Job) -> Result<Self, Issue> {
        let io = |e: std::io::Error| {
            Issue::error(Code::Io, Place::new(folder.display().to_string()), e.to_string(), "check the folder of locks")
        };
        std::fs::create_dir_all(folder).map_err(io)?;
        let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
        let tenant: String = job.tenant.chars().map(safe).collect();
        let path = folder.join(format!("{tenant}.{}.lock", job.name));
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => {
                let fix = "wait until it ends; it needs no second run";
                Err(Issue::error(Code::LoadRunning, job.place(), "the job is running already", fix))
            }
            Err(TryLockError::Error(e)) => Err(io(e)),
        }
    }
}
