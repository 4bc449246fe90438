//! What can be wrong with a warehouse, as issues.

use std::fmt::Display;

use udfs::error::{Code, Issue, Place};

pub fn io(location: &str, path: impl Display, error: impl Display) -> Issue {
    let message = format!("{path}: {error}");
    Issue::error(
        Code::Io,
        Place::new(location),
        message,
        "check the path, the permissions and the space left, then try again",
    )
}

pub fn missing(location: &str) -> Issue {
    let fix = format!("make one with: heatsched init {location}");
    Issue::error(Code::WarehouseMissing, Place::new(location), "there is no warehouse here", fix)
}

pub fn damaged(location: &str, path: impl Display, what: impl Display) -> Issue {
    let fix = "restore this file from a backup, or import its rows again into a new warehouse";
    Issue::error(Code::WarehouseDamaged, Place::new(location), format!("{path}: {what}"), fix)
}

pub fn stale_copy(location: &str, path: impl Display, what: impl Display) -> Issue {
    let fix = "copy it again with a vacuum; heatsched itself does not read it";
    Issue::warning(Code::WarehouseDamaged, Place::new(location), format!("{path}: {what}"), fix)
}

pub fn busy(location: &str, tries: u32) -> Issue {
    let message = format!("other writers were faster {tries} times in a row");
    Issue::error(
        Code::WarehouseBusy,
        Place::new(location),
        message,
        "try again when fewer are writing; nothing was written",
    )
}

pub fn overtaken(location: &str, table: &str) -> Issue {
    let message = format!("another writer changed the same part of {table} meanwhile");
    Issue::error(Code::WarehouseBusy, Place::new(location), message, "try again; nothing was written")
}

pub fn newer_format(location: &str, path: impl Display) -> Issue {
    let message = format!("{path} was written by a newer version");
    Issue::error(Code::NotSupported, Place::new(location), message, "use that version of heatsched or a later one")
}

pub fn internal(what: impl Display) -> Issue {
    Issue::error(Code::Internal, Place::new("warehouse"), what.to_string(), "report this with what was being done")
}
