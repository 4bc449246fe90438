use chrono::DateTime;
use connectors::files::{self, Options, store_file};
use pgrx::pg_sys;
use udfs::error::{Code, Issue, Issues};
use udfs::functions::{number, row, text};
use udfs::tables::Kind::{Int, Text};
use udfs::tables::{Table, find, required};

use crate::answer::Answer;
use crate::datum;
use crate::files::{Use, path, regular};

/// As the function is declared.
static LOADED: Table = Table {
    name: "loaded",
    comment: "What a file gave",
    columns: &[
        required("table_name", Text, "", "Table that the rows are in"),
        required("accepted", Int, "", "Rows that were stored"),
        required("quarantined", Int, "", "Rows that were not, and are in connector_quarantine"),
    ],
    key: &["table_name"],
    partition: &[],
};

sql_function!(load_file, |call| {
    let Some(given) = call.text(0) else { return Answer::none(&LOADED) };
    let path = path(&given, Use::Read)?;
    regular(&path)?;
    let source = call.writing()?;
    let (options, bad_rows) = Options::from_json(&call.text(2).unwrap_or_else(|| "{}".to_string()), source.tenant)?;
    let table = call.text(1).map(|name| table_named(&name)).transpose()?;
    let (stored, warnings) = store_file(source.store, &path, &Options { table, ..options }, bad_rows, now()?)?;
    for warning in &warnings.0 {
        pgrx::warning!("{}: {}: {}", warning.code, warning.place, warning.message);
    }
    let rows = stored.iter().map(|stored| {
        row([
            ("table_name", text(stored.table.name)),
            ("accepted", number(stored.accepted)),
            ("quarantined", number(stored.quarantined)),
        ])
    });
    Ok(Answer::Rows(&LOADED, rows.collect()))
});

fn table_named(name: &str) -> Result<&'static Table, Issues> {
    let message = format!("there is no table {name}");
    let unknown = || {
        Issue::error(
            Code::UnknownReference,
            udfs::error::Place::new("load_file").column("into_table"),
            message,
            "name a table of schema heatsched, such as production_jobs",
        )
    };
    files::table_named(name).or_else(|| find(name)).ok_or_else(|| unknown().into())
}

/// When the transaction began.
fn now() -> Result<udfs::model::Instant, Issues> {
    // SAFETY: reads a variable of the session
    let micros = datum::micros(unsafe { pg_sys::GetCurrentTransactionStartTimestamp() });
    Ok(micros.and_then(DateTime::from_timestamp_micros).unwrap_or_default())
}
