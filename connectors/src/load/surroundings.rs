use std::fmt::Debug;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::Utc;
use udfs::model::Instant;

/// Time, as a load sees it.
pub trait Clock: Debug + Send + Sync {
    fn now(&self) -> Instant;
    fn sleep(&self, duration: Duration);
}

/// Where secrets are.
pub trait Environment: Debug + Send + Sync {
    fn variable(&self, name: &str) -> Option<String>;
    /// The text of a file that nobody but its owner and group may read.
    fn private_file(&self, path: &Path) -> Result<String, String>;
    /// Puts a text in place of that of a private file, whole or not at all.
    fn replace_private_file(&self, path: &Path, text: &str) -> Result<(), String> {
        let _ = text;
        Err(format!("{} cannot be written", path.display()))
    }
}

/// This machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Clock for System {
    fn now(&self) -> Instant {
        Utc::now()
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

impl Environment for System {
    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn private_file(&self, path: &Path) -> Result<String, String> {
        let shown = path.display();
        check_mode(path)?;
        std::fs::read_to_string(path).map_err(|e| format!("{shown}: {e}"))
    }

    fn replace_private_file(&self, path: &Path, text: &str) -> Result<(), String> {
        let failed = |e: std::io::Error| format!("{}: {e}", path.display());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // a file of its own that only its owner may read
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
        file.persist(path).map(|_| ()).map_err(|e| failed(e.error))
    }
}

#[cfg(unix)]
fn check_mode(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = std::fs::metadata(path).map_err(|e| format!("{}: {e}", path.display()))?;
    if metadata.permissions().mode() & 0o007 == 0 {
        Ok(())
    } else {
        Err(format!("anybody on this machine may read {}", path.display()))
    }
}

#[cfg(not(unix))]
fn check_mode(_: &Path) -> Result<(), String> {
    Ok(())
}

/// Of a credential that systemd hands to a service.
pub(super) fn credential(environment: &dyn Environment, name: &str) -> Option<PathBuf> {
    environment.variable("CREDENTIALS_DIRECTORY").map(|folder| Path::new(&folder).join(name))
}
