use udfs::Issues;
use udfs::model::Instant;
use udfs::row::{Cell, Row};
use udfs::store::Store;
use udfs::tables::CONNECTOR_STATE;

use super::job::Job;
use super::rows::text;
use super::source::Stream;

/// Where the last run of a stream stopped.
pub fn cursor(store: &dyn Store, job: &Job, stream: &Stream) -> Result<Option<String>, Issues> {
    let filter =
        [("tenant_id", job.tenant.as_str()), ("job", &job.name), ("stream", &stream.name), ("part", &stream.part)];
    let rows = store.read(&CONNECTOR_STATE, &filter)?;
    Ok(rows.first().and_then(|row| text(row, "cursor_value")).map(String::from))
}

pub fn row(job: &Job, stream: &Stream, cursor: &str, run_id: &str, now: Instant) -> Row {
    let text = |text: &str| Cell::Text(text.to_string());
    let cells = [
        ("tenant_id", text(&job.tenant)),
        ("job", text(&job.name)),
        ("stream", text(&stream.name)),
        ("part", text(&stream.part)),
        ("cursor_value", text(cursor)),
        ("updated_at", Cell::Time(now)),
        ("run_id", text(run_id)),
    ];
    Row(cells.map(|(name, cell)| (name.to_string(), cell)).into())
}
