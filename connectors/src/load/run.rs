use std::collections::BTreeMap;

use chrono::SubsecRound;
use serde_json::Value;
use udfs::error::Place;
use udfs::row::{Cell, Row};
use udfs::store::{Change, Store};
use udfs::tables::{CONNECTOR_PAYLOADS, CONNECTOR_QUARANTINE, CONNECTOR_RUNS, CONNECTOR_STATE};
use udfs::{Code, Issue, Issues};

use super::changes::Pending;
use super::columns::Settled;
use super::job::Job;
use super::page::{Record, Rows};
use super::pipeline::{Reading, Settling, Writer};
use super::record::{Run, quarantined};
use super::references::References;
use super::rows::set;
use super::session::Session;
use super::source::{Request, Source, Stream};
use super::state;
use super::step::{Step, Tally};
use super::summary::{Counts, Outcome, Summary};

/// What is asked of one run.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// With a time given here the cursor stays where it is.
    pub since: Option<udfs::model::Instant>,
    pub until: Option<udfs::model::Instant>,
    /// From the beginning, whatever the cursor says.
    pub full: bool,
    pub limit: Option<usize>,
    /// Go on as things change, and write each page as it comes.
    pub follow: bool,
    /// Read and check, write nothing.
    pub dry_run: bool,
}

/// Runs a job; the caller holds its lock. An error is one of the store alone: whatever else goes wrong is in the summary
/// and in the run's record.
pub fn run(
    job: &Job,
    source: &dyn Source,
    store: &dyn Store,
    session: &Session<'_>,
    options: &Options,
) -> Result<Summary, Issues> {
    let mut load = Load::start(job, source, store, session, options)?;
    let fetched = load.fetch(source, options);
    load.end(fetched)
}

/// A run with what it has read and not yet written.
pub(super) struct Load<'a> {
    job: &'a Job,
    store: &'a dyn Store,
    session: &'a Session<'a>,
    run: Run<'a>,
    counts: Counts,
    tally: Tally,
    dry_run: bool,
    follow: bool,
    moves_cursor: bool,
    pending: Pending,
    /// Where the store would refuse a row without the one it belongs to.
    references: Option<References>,
    bad: Vec<(String, Record)>,
    payloads: Vec<Row>,
    states: BTreeMap<(String, String), Row>,
    /// Keys of records in quarantine that can be used now.
    known_bad: BTreeMap<(String, String), Row>,
    resolved: Vec<Row>,
}

impl<'a> Load<'a> {
    pub fn start(
        job: &'a Job,
        source: &'a dyn Source,
        store: &'a dyn Store,
        session: &'a Session<'a>,
        options: &Options,
    ) -> Result<Self, Issues> {
        let run = Run::start(job, source.system(), session);
        let load = Self {
            job,
            store,
            session,
            counts: Counts::default(),
            tally: Tally::default(),
            dry_run: options.dry_run,
            follow: options.follow,
            moves_cursor: options.since.is_none() && options.until.is_none() && options.limit.is_none(),
            pending: Pending::new(source.gives_whole_records()),
            references: store.checks_references().then(References::default),
            bad: Vec::new(),
            payloads: Vec::new(),
            states: BTreeMap::new(),
            known_bad: quarantined(store, job)?,
            resolved: Vec::new(),
            run,
        };
        if !load.dry_run {
            let started = load.run.row("running", &load.counts, None, None);
            let started = Change::upsert(&CONNECTOR_RUNS, vec![started]);
            store.write(&[load.run.abandoned(store)?, started])?;
        }
        session.log("info", "started", &[("job", job.name.as_str().into()), ("run_id", load.run.id.as_str().into())]);
        Ok(load)
    }

    fn fetch(&mut self, source: &dyn Source, options: &Options) -> Result<(), Issues> {
        if options.follow && !source.follows() {
            let message = format!("{} cannot be followed", source.system());
            let fix = "run the job again and again instead";
            return Err(Issue::error(Code::NotSupported, self.job.place(), message, fix).into());
        }
        for stream in source.streams(self.session, self.store)? {
            let stopped = if options.full { None } else { state::cursor(self.store, self.job, &stream)? };
            let request = Request {
                cursor: stopped.filter(|_| options.since.is_none()),
                since: options.since,
                until: options.until,
                limit: options.limit,
                follow: options.follow,
            };
            let (store, session, dry_run) = (self.store, self.session, self.dry_run);
            if self.follow {
                // each page is written before the next is waited for
                let mut sink = |page| self.page(&stream, Settling::of(page)?, None);
                source.fetch(session, &stream, &request, &mut sink)?;
            } else {
                let reading = Reading { source, session, stream: &stream, request: &request };
                let mut tally = self.tally;
                let take = |page, writer: &Writer<'_>| self.page(&stream, page, Some(writer));
                let done = reading.pages(store, dry_run, &mut tally, take);
                self.tally = tally;
                done?;
            }
        }
        Ok(())
    }

    /// Takes a page; writes when enough has come together.
    fn page(&mut self, stream: &Stream, page: Settling, writer: Option<&Writer<'_>>) -> Result<(), Issues> {
        self.session.check()?;
        let Settling { page, settled } = page;
        for payload in &page.payloads {
            self.counts.bytes += payload.bytes as u64;
            let row = self.run.payload(&stream.name, payload);
            self.payloads.push(row);
        }
        for (field, count) in page.drift {
            let field = self.session.redactor.clean(&field);
            if !self.run.drift.contains_key(&field) {
                let fields = [("stream", Value::from(stream.name.as_str())), ("field", field.as_str().into())];
                self.session.log("warn", "drift", &fields);
            }
            *self.run.drift.entry(field).or_default() += count;
        }
        self.settled(stream, page.records, settled)?;
        if let Some(cursor) = page.cursor.filter(|_| self.moves_cursor) {
            let now = self.session.clock.now().trunc_subsecs(6);
            let row = state::row(self.job, stream, &cursor, &self.run.id, now);
            self.states.insert((stream.name.clone(), stream.part.clone()), row);
        }
        if self.follow || self.pending.len() >= self.job.limits.batch_rows {
            self.check_bad()?;
            let step = self.step("running", None, true);
            match writer {
                Some(writer) => writer.write(step)?,
                None => step.write(self.store, self.dry_run, &mut self.tally)?,
            }
        }
        Ok(())
    }

    pub(super) fn records(&mut self, stream: &Stream, mut records: Vec<Record>) -> Result<(), Issues> {
        let settled = Settled::of(&mut records)?;
        self.settled(stream, records, settled)
    }

    fn settled(&mut self, stream: &Stream, records: Vec<Record>, mut rows: Settled) -> Result<(), Issues> {
        records.into_iter().try_for_each(|record| self.record(stream, record, &mut rows))
    }

    fn record(&mut self, stream: &Stream, mut record: Record, settled: &mut Settled) -> Result<(), Issues> {
        self.counts.read += 1;
        let read = std::mem::replace(&mut record.read, Err(Vec::new()));
        let read = match read {
            Ok(rows) => {
                let own = settled.of_record(&rows);
                let issues = match &mut self.references {
                    Some(references) => references.check(self.store, &own)?,
                    None => Vec::new(),
                };
                if issues.is_empty() { Ok((rows, own)) } else { Err(issues) }
            }
            Err(issues) => Err(issues),
        };
        match read {
            Ok((Rows { upsert, remove, whole, gone, ignored, .. }, own)) => {
                self.counts.gone += u64::from(gone);
                self.counts.ignored += u64::from(ignored);
                if !whole.is_empty() {
                    self.pending.whole(whole);
                }
                let (upserts, creates) = own.split_at(upsert.len().min(own.len()));
                upserts.iter().for_each(|row| self.pending.upsert(row));
                creates.iter().for_each(|row| self.pending.create(row));
                remove.into_iter().for_each(|(table, row)| self.pending.remove(table, row));
                self.resolve(&stream.name, &record.key);
            }
            Err(issues) => {
                self.counts.quarantined += 1;
                record.key = self.session.redactor.clean(&record.key);
                record.read = Err(issues);
                self.bad.push((stream.name.clone(), record));
            }
        }
        Ok(())
    }

    /// A record in quarantine came again, and can be used.
    fn resolve(&mut self, stream: &str, key: &str) {
        if self.known_bad.is_empty() {
            return;
        }
        if let Some(mut row) = self.known_bad.remove(&(stream.to_string(), key.to_string()))
            && row.get("resolved_at") == Some(&Cell::Null)
        {
            set(&mut row, "resolved_at", Cell::Time(self.session.clock.now().trunc_subsecs(6)));
            self.resolved.push(row);
        }
    }

    fn check_bad(&self) -> Result<(), Issues> {
        let (bad, read) = (self.counts.quarantined, self.counts.read);
        if self.job.limits.allow(bad, read) {
            return Ok(());
        }
        let message = format!("{bad} of {read} records cannot be used; nothing more was written");
        let fix = "see connector_quarantine for the reasons; mend the records or raise max_bad_ratio or max_bad_rows";
        Err(Issue::error(Code::TooManyBadRows, self.job.place(), message, fix).into())
    }

    /// Takes what is pending - rows, cursors, quarantine, payloads, the run's record - to be written in one step. Without
    /// `rows` only what tells about the run.
    fn step(&mut self, status: &str, error: Option<&Issue>, rows: bool) -> Step {
        let pending = Some(self.pending.take()).filter(|_| rows);
        let states = std::mem::take(&mut self.states);
        let mut changes = Vec::new();
        let mut quarantine = self.run.quarantine(&self.known_bad, &self.bad, self.session);
        if rows {
            changes.push(Change::upsert(&CONNECTOR_STATE, states.into_values().collect()));
            quarantine.append(&mut self.resolved);
        }
        self.bad.clear();
        changes.push(Change::upsert(&CONNECTOR_QUARANTINE, quarantine));
        changes.push(Change::upsert(&CONNECTOR_PAYLOADS, std::mem::take(&mut self.payloads)));
        self.counts.requests = self.session.requests();
        let ended_at = (status != "running").then(|| self.session.clock.now());
        let record = self.run.row(status, &self.counts, ended_at, error);
        Step { pending, changes, record }
    }

    pub fn end(mut self, fetched: Result<(), Issues>) -> Result<Summary, Issues> {
        let fetched = fetched.and_then(|()| self.check_bad());
        let outcome = match &fetched {
            Ok(()) if self.counts.quarantined == 0 => Outcome::Done,
            Ok(()) => Outcome::Partial,
            Err(_) => Outcome::Failed,
        };
        let error = fetched.err().map(|issues| self.shown(issues));
        let step = self.step(outcome.as_str(), error.as_ref(), outcome != Outcome::Failed);
        step.write(self.store, self.dry_run, &mut self.tally)?;
        let Tally { written, unchanged, kept } = self.tally;
        let summary = Summary {
            run_id: self.run.id.clone(),
            job: self.job.name.clone(),
            outcome,
            counts: Counts { written, unchanged, kept, ..self.counts },
            dry_run: self.dry_run,
            error,
        };
        let level = if outcome == Outcome::Failed { "error" } else { "info" };
        self.session.log(level, "ended", &[("summary", summary.to_json())]);
        Ok(summary)
    }

    /// The first error; the others' messages are added to it.
    fn shown(&self, issues: Issues) -> Issue {
        let mut issues = self.session.redactor.issues(issues).0.into_iter();
        let unknown = || Issue::error(Code::Internal, Place::new("load"), "failed without a reason", "");
        let first = issues.next().unwrap_or_else(unknown);
        let rest: String = issues.map(|issue| format!("; {}", issue.message)).collect();
        Issue { message: format!("{}{rest}", first.message), ..first }
    }
}
