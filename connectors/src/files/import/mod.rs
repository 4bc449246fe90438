mod cells;
mod context;
mod sheets;
mod table;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use udfs::error::Place;
use udfs::row::Row;
use udfs::tables::Table;
use udfs::{Code, Issue, Issues};

use super::{Format, Mapping, Options, Quarantined};

/// What a file gave. Nothing is written: a dry run is a caller who writes nothing.
#[derive(Debug, Default)]
pub struct Import {
    pub changes: Vec<(&'static Table, Vec<Row>)>,
    pub quarantined: Vec<Quarantined>,
    /// Warnings about the file as a whole.
    pub issues: Issues,
    pub rows_read: usize,
}

/// Reads a file. An error is something for which no row can be read at all.
pub fn read(path: &Path, options: &Options, mapping: &Mapping) -> Result<Import, Issues> {
    let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let io = |e: std::io::Error| {
        Issues::from(Issue::error(Code::Io, Place::new(path.display().to_string()), e.to_string(), "check the path"))
    };
    let mut bytes = Vec::new();
    File::open(path).map_err(io)?.take(options.max_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
    read_bytes(&source, &bytes, options, mapping)
}

/// Reads a file's content; `source` is its name in messages and references.
pub fn read_bytes(source: &str, bytes: &[u8], options: &Options, mapping: &Mapping) -> Result<Import, Issues> {
    let place = || Place::new(source);
    if bytes.len() as u64 > options.max_bytes {
        let message = format!("the file is larger than {} bytes", options.max_bytes);
        return Err(Issue::error(Code::TooLarge, place(), message, "split the file, or raise the limit").into());
    }
    let Some(format) = options.format.or_else(|| Format::of(source)) else {
        let known = Format::ALL.map(Format::as_str).join(", ");
        return Err(Issue::error(
            Code::NotSupported,
            place(),
            "the name tells no format",
            format!("give one of {known}"),
        )
        .into());
    };
    let mut import = Import::default();
    let sheets = sheets::read(source, bytes, format, options, mapping, &mut import.issues)?;
    for (table, sheet) in sheets::choose(source, sheets, options, mapping, &mut import.issues)? {
        table::read(table, &sheet, format, options, mapping, &mut import)?;
    }
    Ok(import)
}
