use std::path::PathBuf;

/// In the user's state folder; `None` where there is no home.
pub(super) fn path() -> Option<PathBuf> {
    let folder = dirs::state_dir().or_else(dirs::data_local_dir)?.join("heatsched");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}
