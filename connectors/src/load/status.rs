use chrono::DateTime;
use serde_json::{Value, json};
use udfs::Issues;
use udfs::model::Instant;
use udfs::row::{Cell, Row};
use udfs::store::Store;
use udfs::tables::{CONNECTOR_RUNS, CONNECTOR_STATE};

use super::job::Job;
use super::record::quarantined;
use super::rows::text;

/// How far a job has read one stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamStatus {
    pub stream: String,
    pub part: String,
    pub cursor: String,
    pub updated_at: Option<Instant>,
    /// Seconds from the cursor to now, where it is a time.
    pub lag_seconds: Option<i64>,
}

/// A job's last run, its cursors with their lag, and how many records wait in quarantine, as JSON.
pub fn status(store: &dyn Store, job: &Job, now: Instant) -> Result<Value, Issues> {
    let filter = [("tenant_id", job.tenant.as_str()), ("job", job.name.as_str())];
    let runs = store.read(&CONNECTOR_RUNS, &filter)?;
    let started = |row: &&Row| match row.get("started_at") {
        Some(Cell::Time(at)) => Some(*at),
        _ => None,
    };
    let last = runs.iter().max_by_key(started);
    let streams: Vec<Value> = streams(store, &filter, now)?.iter().map(StreamStatus::to_json).collect();
    let waiting =
        quarantined(store, job)?.into_values().filter(|row| row.get("resolved_at") == Some(&Cell::Null)).count();
    Ok(json!({
        "job": job.name,
        "last_run": last.map(|row| udfs::row::cell_to_json(&Cell::Row(row.clone()))),
        "streams": streams,
        "quarantined": waiting,
    }))
}

fn streams(store: &dyn Store, filter: &[(&str, &str)], now: Instant) -> Result<Vec<StreamStatus>, Issues> {
    let words = |row: &Row, name: &str| text(row, name).unwrap_or_default().to_string();
    let status = |row: &Row| {
        let cursor = words(row, "cursor_value");
        let at = DateTime::parse_from_rfc3339(&cursor).ok();
        StreamStatus {
            stream: words(row, "stream"),
            part: words(row, "part"),
            updated_at: match row.get("updated_at") {
                Some(Cell::Time(at)) => Some(*at),
                _ => None,
            },
            lag_seconds: at.map(|at| (now - at.to_utc()).num_seconds()),
            cursor,
        }
    };
    Ok(store.read(&CONNECTOR_STATE, filter)?.iter().map(status).collect())
}

impl StreamStatus {
    fn to_json(&self) -> Value {
        json!({
            "stream": self.stream, "part": self.part, "cursor": self.cursor,
            "updated_at": self.updated_at.map(|at| at.to_rfc3339()), "lag_seconds": self.lag_seconds,
        })
    }
}
