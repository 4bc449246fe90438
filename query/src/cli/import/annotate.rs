use std::path::{Path, PathBuf};

use connectors::files::{Import, annotate};
use udfs::{Code, Issue, Issues};

use crate::output::{place, write_atomically};

/// The copy of the one workbook that was read.
pub(super) fn write(path: &Path, imports: &[(PathBuf, Import)]) -> Result<(), Issues> {
    let [(workbook, import)] = imports else {
        let message = "one workbook at a time is annotated";
        return Err(Issue::error(Code::OutOfRange, place("--annotate"), message, "give one file to read").into());
    };
    let bytes = std::fs::read(workbook)
        .map_err(|e| Issue::error(Code::Io, place(workbook.display().to_string()), e.to_string(), "check the path"))?;
    let source = workbook.file_name().unwrap_or(workbook.as_os_str()).to_string_lossy();
    write_atomically(path, &annotate(&source, &bytes, &import.quarantined)?)
}
