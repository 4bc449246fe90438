mod cells;
mod context;
mod sheets;
mod table;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use udfs::error::Place;
use udfs::store::Change;
use udfs::{Code, Issue, Issues};

use super::raw::Sheet;
use super::{Format, Mapping, Options, Quarantined};

/// What a file gave. Nothing is written: a dry run is a caller who writes nothing.
#[derive(Debug, Default)]
pub struct Import {
    pub changes: Vec<Change>,
    pub quarantined: Vec<Quarantined>,
    /// Warnings about the file as a whole.
    pub issues: Issues,
    pub rows_read: usize,
}

/// Reads a file. An error is something for which no row can be read at all.
pub fn read(path: &Path, options: &Options, mapping: &Mapping) -> Result<Import, Issues> {
    let (source, bytes) = content(path, options)?;
    read_bytes(&source, &bytes, options, mapping)
}

/// A file's sheet as it is, for a caller who knows its columns: the one that the options name, or the first with rows.
pub fn read_sheet(path: &Path, options: &Options) -> Result<(Sheet, Issues), Issues> {
    let (source, bytes) = content(path, options)?;
    let format = format_of(&source, &bytes, options)?;
    let mut issues = Issues::default();
    let sheets = sheets::read(&source, &bytes, format, options, &Mapping::default(), &mut issues)?;
    let sheet = sheets::only(&source, sheets, options.sheet.as_deref())?;
    Ok((sheet, issues))
}

fn content(path: &Path, options: &Options) -> Result<(String, Vec<u8>), Issues> {
    let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let io = |e: std::io::Error| {
        Issues::from(Issue::error(Code::Io, Place::new(path.display().to_string()), e.to_string(), "check the path"))
    };
    let mut bytes = Vec::new();
    File::open(path).map_err(io)?.take(options.max_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
    Ok((source, bytes))
}

/// Reads a file's content; `source` is its name in messages and references.
pub fn read_bytes(source: &str, bytes: &[u8], options: &Options, mapping: &Mapping) -> Result<Import, Issues> {
    let format = format_of(source, bytes, options)?;
    let mut import = Import::default();
    let sheets = sheets::read(source, bytes, format, options, mapping, &mut import.issues)?;
    for (table, sheet) in sheets::choose(source, sheets, options, mapping, &mut import.issues)? {
        table::read(table, &sheet, format, options, mapping, &mut import)?;
    }
    Ok(import)
}

fn format_of(source: &str, bytes: &[u8], options: &Options) -> Result<Format, Issues> {
    let refuse =
        |code, message: String, fix: String| Err(Issues::from(Issue::error(code, Place::new(source), message, fix)));
    if bytes.len() as u64 > options.max_bytes {
        let message = format!("the file is larger than {} bytes", options.max_bytes);
        return refuse(Code::TooLarge, message, "split the file, or raise the limit".into());
    }
    match options.format.or_else(|| Format::of(source)) {
        Some(format) => Ok(format),
        None => {
            let known = Format::ALL.map(Format::as_str).join(", ");
            refuse(Code::NotSupported, "the name tells no format".into(), format!("give one of {known}"))
        }
    }
}
