use std::path::Path;

use udfs::error::Place;
use udfs::{Code, Issue, Issues};

/// A place that is a file, an argument or a query rather than a row.
pub fn place(source: impl Into<String>) -> Place {
    Place::new(source)
}

pub fn io_failure(path: &Path, doing: &str, error: &std::io::Error) -> Issues {
    let fix = match error.kind() {
        std::io::ErrorKind::NotFound => "check the path",
        std::io::ErrorKind::PermissionDenied => "check who may read and write it",
        std::io::ErrorKind::IsADirectory => "give a file, not a folder",
        _ => "",
    };
    Issue::error(Code::Io, place(path.display().to_string()), format!("cannot {doing}: {error}"), fix).into()
}
