use std::fs;
use std::io::Write;
use std::path::Path;

use connectors::files::to_parquet;
use udfs::error::{Code, Issue, Place};
use udfs::row::Cell;
use udfs::tables::{Kind, find};

use crate::answer::Answer;
use crate::datum;
use crate::files::{Use, path, place};

// The tenant's rows of a table as a Parquet file; answers with how many there are.
sql_function!(export_file, |call| {
    let (Some(given), Some(name)) = (call.text(0), call.text(1)) else { return Ok(Answer::Value(None)) };
    let path = path(&given, Use::Write)?;
    let Some(table) = find(&name) else {
        let place = Place::new("export_file").column("table_name");
        let (message, fix) =
            (format!("there is no table {name}"), "name a table of schema heatsched, such as cost_lines");
        return Err(Issue::error(Code::UnknownReference, place, message, fix).into());
    };
    let source = call.source()?;
    let rows = source.store.read(table, &[("tenant_id", source.tenant)])?;
    replace(&path, &to_parquet(table, &rows)?).map_err(|e| {
        Issue::error(Code::Io, place(&given), e.to_string(), "check the path, as the server's user sees it")
    })?;
    let count = Cell::Number(rows.len().into());
    Ok(Answer::Value(datum::from_cell(&count, Kind::Int)?))
});

/// The whole file, or what was there before.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut partial = path.as_os_str().to_os_string();
    partial.push(format!(".{}.partial", std::process::id()));
    let written = fs::File::create_new(&partial).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&partial, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}
