//! Files of the server, as far as the role may use them: the rules are those of `COPY ... FROM` and `TO` a file.

use std::path::{Path, PathBuf};

use udfs::error::{Code, Issue, Issues, Place};
use udfs::row::Cell;
use udfs::tables::Kind;

use crate::spi::{self, Parameter};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Read,
    Write,
}

/// The path, which the role may use.
pub fn path(text: &str, to: Use) -> Result<PathBuf, Issues> {
    let role = match to {
        Use::Read => "pg_read_server_files",
        Use::Write => "pg_write_server_files",
    };
    let sql = "SELECT pg_catalog.pg_has_role($1::pg_catalog.name, 'USAGE')";
    let answer = spi::run(sql, &[Parameter::Text(role)], &[Kind::Bool], true)?;
    if answer != [[Cell::Bool(true)]] {
        let (message, fix) = (format!("the role is no member of {role}"), format!("have {role} granted to it"));
        return Err(Issue::error(Code::AccessRefused, place(text), message, fix).into());
    }
    let path = Path::new(text);
    if !path.is_absolute() {
        let message = "a relative path, and the server's folder is nobody's business";
        return Err(Issue::error(Code::OutOfRange, place(text), message, "give an absolute path").into());
    }
    Ok(path.to_path_buf())
}

/// A pipe or device would hold the session up.
pub fn regular(path: &Path) -> Result<(), Issues> {
    let text = path.display().to_string();
    let found = std::fs::metadata(path).map_err(|e| {
        Issue::error(Code::Io, place(&text), e.to_string(), "check the path, as the server's user sees it")
    })?;
    if found.is_file() {
        return Ok(());
    }
    Err(Issue::error(Code::Io, place(&text), "this is no regular file", "give the path of a file").into())
}

pub fn place(path: &str) -> Place {
    Place::new(path)
}
