//! Rows about a run itself.

use std::collections::BTreeMap;

use chrono::SubsecRound;
use udfs::model::{Decimal, Instant};
use udfs::provenance::ENGINE_VERSION;
use udfs::row::{Cell, Row};
use udfs::store::{Change, Store};
use udfs::tables::{CONNECTOR_QUARANTINE, CONNECTOR_RUNS};
use udfs::{Issue, Issues};

use super::job::Job;
use super::page::{Payload, Record};
use super::rows::{set, text};
use super::session::Session;
use super::summary::Counts;

/// A run under way.
#[derive(Debug)]
pub struct Run<'a> {
    pub job: &'a Job,
    pub system: &'a str,
    pub id: String,
    pub started_at: Instant,
    pub drift: BTreeMap<String, u64>,
    pub payloads: u64,
}

fn words(text: &str) -> Cell {
    Cell::Text(text.to_string())
}

fn number(value: u64) -> Cell {
    Cell::Number(Decimal::from(value))
}

fn named<const N: usize>(cells: [(&str, Cell); N]) -> Row {
    Row(cells.map(|(name, cell)| (name.to_string(), cell)).into())
}

impl<'a> Run<'a> {
    pub fn start(job: &'a Job, system: &'a str, session: &Session<'_>) -> Self {
        let started_at = session.clock.now().trunc_subsecs(6);
        let id = format!("{}-{}-{:06x}", job.name, started_at.format("%Y%m%dT%H%M%SZ"), session.draw() & 0xff_ffff);
        Self { job, system, id, started_at, drift: BTreeMap::new(), payloads: 0 }
    }

    pub fn row(&self, status: &str, counts: &Counts, ended_at: Option<Instant>, error: Option<&Issue>) -> Row {
        let drift = if self.drift.is_empty() { Cell::Null } else { words(&serde_json::json!(self.drift).to_string()) };
        named([
            ("tenant_id", words(&self.job.tenant)),
            ("run_id", words(&self.id)),
            ("job", words(&self.job.name)),
            ("source_system", words(self.system)),
            ("started_at", Cell::Time(self.started_at)),
            ("ended_at", ended_at.map_or(Cell::Null, |at| Cell::Time(at.trunc_subsecs(6)))),
            ("status", words(status)),
            ("rows_read", number(counts.read)),
            ("rows_written", number(counts.written)),
            ("rows_unchanged", number(counts.unchanged)),
            ("rows_kept", number(counts.kept)),
            ("rows_ignored", number(counts.ignored)),
            ("rows_gone", number(counts.gone)),
            ("rows_quarantined", number(counts.quarantined)),
            ("requests", number(counts.requests)),
            ("bytes", number(counts.bytes)),
            ("drift", drift),
            ("error_code", error.map_or(Cell::Null, |issue| words(issue.code.as_str()))),
            ("error", error.map_or(Cell::Null, |issue| words(&issue.to_string()))),
            ("engine_version", words(ENGINE_VERSION)),
        ])
    }

    pub fn payload(&mut self, stream: &str, payload: &Payload) -> Row {
        self.payloads += 1;
        named([
            ("tenant_id", words(&self.job.tenant)),
            ("run_id", words(&self.id)),
            ("payload_no", number(self.payloads)),
            ("job", words(&self.job.name)),
            ("stream", words(stream)),
            ("reference", words(&payload.reference)),
            ("sha256", words(&payload.sha256)),
            ("bytes", number(payload.bytes as u64)),
            ("received_at", Cell::Time(payload.received_at.trunc_subsecs(6))),
        ])
    }

    /// Runs of this job that ended without a word; the caller holds the job's lock.
    pub fn abandoned(&self, store: &dyn Store) -> Result<Change, Issues> {
        let filter = [("tenant_id", self.job.tenant.as_str()), ("job", self.job.name.as_str()), ("status", "running")];
        let mut rows = store.read(&CONNECTOR_RUNS, &filter)?;
        for row in &mut rows {
            set(row, "status", words("abandoned"));
            set(row, "ended_at", Cell::Time(self.started_at));
        }
        Ok(Change::upsert(&CONNECTOR_RUNS, rows))
    }

    /// Records for the quarantine; those that are there already keep when they came first.
    pub fn quarantine(
        &self,
        known: &BTreeMap<(String, String), Row>,
        bad: &[(String, Record)],
        session: &Session<'_>,
    ) -> Vec<Row> {
        let now = session.clock.now().trunc_subsecs(6);
        let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
        for (stream, record) in bad {
            let Err(issues) = &record.read else { continue };
            let key = (stream.clone(), record.key.clone());
            let old = rows.get(&key).or_else(|| known.get(&key));
            let hits = match old.and_then(|row| row.get("hits")) {
                Some(Cell::Number(hits)) => *hits + Decimal::ONE,
                _ => Decimal::ONE,
            };
            let first = old.and_then(|row| row.get("first_seen")).cloned().unwrap_or(Cell::Time(now));
            let detail = issues.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
            let code = issues.first().map_or("", |issue| issue.code.as_str());
            let row = named([
                ("tenant_id", words(&self.job.tenant)),
                ("job", words(&self.job.name)),
                ("stream", words(stream)),
                ("record_key", words(&record.key)),
                ("reason_code", words(code)),
                ("detail", words(&session.redactor.clean(&detail))),
                ("raw", words(&session.redactor.clean(&record.raw))),
                ("hits", Cell::Number(hits)),
                ("first_seen", first),
                ("last_seen", Cell::Time(now)),
                ("resolved_at", Cell::Null),
                ("run_id", words(&self.id)),
            ]);
            rows.insert(key, row);
        }
        rows.into_values().collect()
    }
}

/// The job's quarantine by stream and key.
pub fn quarantined(store: &dyn Store, job: &Job) -> Result<BTreeMap<(String, String), Row>, Issues> {
    let rows = store.read(&CONNECTOR_QUARANTINE, &[("tenant_id", &job.tenant), ("job", &job.name)])?;
    let key = |row: &Row| {
        let part = |name: &str| text(row, name).unwrap_or_default().to_string();
        (part("stream"), part("record_key"))
    };
    Ok(rows.into_iter().map(|row| (key(&row), row)).collect())
}
