//! Workday: shifts, from a custom report that the tenant shares as a web service (RaaS).

mod dropped;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, SecondsFormat, TimeDelta};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Map, Value};
use udfs::error::Place;
use udfs::model::Instant;
use udfs::row::Cell;
use udfs::store::Store;
use udfs::tables::WORKFORCE_SHIFTS;
use udfs::{Code, Issue, Issues};
use url::Url;

use super::wall_clock::{self, down};
use crate::http::{self, Ask, Client};
use crate::load::{Job, Origin, Page, Record, Request, Rows, Session, Sink, Source, Stream};
use dropped::Known;

pub const SYSTEM: &str = "workday";
const STREAM: &str = "shifts";
const JSON: &[&str] = &["application/json"];

/// What a job of kind `workday` says; see the README.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Of the report: `https://HOST/ccx/service/customreport2/TENANT/OWNER/REPORT`.
    url: String,
    #[serde(default)]
    http: http::Settings,
    time_zone: Option<String>,
    /// Parameters of the report; `{from}` and `{to}` are the days asked for.
    #[serde(default)]
    prompts: BTreeMap<String, String>,
    #[serde(default = "days_back")]
    days_back: i64,
    #[serde(default = "days_ahead")]
    days_ahead: i64,
    columns: Columns,
}

/// The report's own names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    worker: String,
    start: String,
    end: String,
    /// Operators of a row; one without it.
    crew: Option<String>,
}

fn days_back() -> i64 {
    1
}

fn days_ahead() -> i64 {
    14
}

#[derive(Deserialize)]
struct Report {
    #[serde(rename = "Report_Entry")]
    entries: Vec<Map<String, Value>>,
}

/// A report of a Workday tenant.
#[derive(Debug)]
pub struct Workday {
    tenant: String,
    site: String,
    zone: Option<Tz>,
    settings: Settings,
    root: Url,
    client: Client,
    known: Mutex<Known>,
}

impl Workday {
    pub fn open(job: &Job) -> Result<Self, Issues> {
        let settings: Settings = job.settings()?;
        let client = Client::new(job, settings.http.clone())?;
        let root = client.address("url", &settings.url)?;
        let zone = match &settings.time_zone {
            None => None,
            Some(name) => {
                let unknown = || job.refuse("time_zone", format!("\"{name}\" is no IANA time zone"), "America/Chicago");
                Some(name.parse().map_err(|_| unknown())?)
            }
        };
        let site = wall_clock::site(job)?;
        Ok(Self { tenant: job.tenant.clone(), site, zone, settings, root, client, known: Mutex::default() })
    }

    fn ask(&self, from: Instant, to: Instant) -> Ask {
        let mut url = self.root.clone();
        let day = |at: Instant| at.format("%Y-%m-%d").to_string();
        let filled = |text: &str| text.replace("{from}", &day(from)).replace("{to}", &day(to));
        let prompts = self.settings.prompts.iter().map(|(name, value)| (name.clone(), filled(value)));
        url.query_pairs_mut().append_pair("format", "json").extend_pairs(prompts);
        Ask::get(url, JSON)
    }

    fn record(&self, entry: &Map<String, Value>) -> Record {
        let columns = &self.settings.columns;
        let word = |name: &str| entry.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default();
        let key = format!("{}/{}", word(&columns.worker), word(&columns.start));
        let read = self.rows(entry, &key);
        let raw = if read.is_err() { Value::Object(entry.clone()).to_string() } else { String::new() };
        Record { key, raw, read }
    }

    fn rows(&self, entry: &Map<String, Value>, key: &str) -> Result<Rows, Vec<Issue>> {
        let columns = &self.settings.columns;
        let given = |name: &str| {
            let text = entry.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
            let place = Place::new(SYSTEM).key(key).column(name);
            let fix = "fill the report's column, or name another one in columns";
            text.ok_or_else(|| vec![Issue::error(Code::MissingField, place, "no value", fix)])
        };
        let time = |name: &str| self.time(given(name)?, name, key).map_err(|issue| vec![issue]);
        let crew = columns.crew.as_deref().map_or(Ok("1"), given)?;
        let crew = crew.parse().map_err(|_| {
            let place = Place::new(SYSTEM).key(key).column("crew");
            vec![Issue::error(Code::WrongType, place, "no whole number", "correct the report")]
        })?;
        let cells = [
            ("site_id", Cell::Text(self.site.clone())),
            ("shift_id", Cell::Text(given(&columns.worker)?.to_string())),
            ("start", Cell::Time(time(&columns.start)?)),
            ("end", Cell::Time(time(&columns.end)?)),
            ("crew", Cell::Number(crew)),
        ];
        let origin = Origin { tenant: &self.tenant, system: SYSTEM, reference: key };
        Ok(Rows { upsert: vec![(&WORKFORCE_SHIFTS, origin.row(&WORKFORCE_SHIFTS, &cells)?)], ..Rows::default() })
    }

    /// With an offset, or by the plant's clock.
    fn time(&self, text: &str, column: &str, key: &str) -> Result<Instant, Issue> {
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Ok(down(at.to_utc()));
        }
        let place = || Place::new(SYSTEM).key(key).column(column);
        let local = text.parse().map_err(|_| {
            let message = format!("\"{}\" is no time", text.chars().take(60).collect::<String>());
            Issue::error(Code::WrongType, place(), message, "have the report show date and time")
        })?;
        wall_clock::instant(local, self.zone, place).map(down)
    }
}

impl Source for Workday {
    fn system(&self) -> &str {
        SYSTEM
    }

    fn streams(&self, _: &Session<'_>, store: &dyn Store) -> Result<Vec<Stream>, Issues> {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Known::read(self, store)?;
        Ok(vec![Stream::new(STREAM, "")])
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        let now = session.clock.now();
        let answer = self.client.send(session, &self.ask(now, now))?;
        Ok(format!("the report has {} rows for today", answer.json::<Report>()?.entries.len()))
    }

    /// A report has no pages and knows no changes: each run reads the days around now. What it does not have any more goes.
    fn fetch(&self, session: &Session<'_>, _: &Stream, request: &Request, sink: &mut Sink<'_>) -> Result<(), Issues> {
        let now = session.clock.now();
        let from = request.since.unwrap_or(now - TimeDelta::days(self.settings.days_back));
        let to = request.until.unwrap_or(now + TimeDelta::days(self.settings.days_ahead));
        let answer = self.client.send(session, &self.ask(from, to))?;
        let report: Report = answer.json()?;
        let entries = report.entries.iter().take(request.limit.unwrap_or(usize::MAX));
        let mut records: Vec<Record> = entries.map(|entry| self.record(entry)).collect();
        if request.limit.is_none() {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            // nothing was read before, or all of it is to be read again
            let is_trusted = request.cursor.is_none() && request.since.is_none();
            let dropped = known.dropped(self, from..to, &records, is_trusted)?;
            records.extend(dropped);
        }
        let cursor = Some(now.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        sink(Page { payloads: vec![answer.payload()], records, cursor, ..Page::default() })
    }

    fn again(&self, _: &str, key: &str, raw: &str) -> Record {
        let entry: Map<String, Value> = serde_json::from_str(raw).unwrap_or_default();
        Record { key: key.into(), raw: raw.into(), read: self.rows(&entry, key) }
    }
}

/// Whether anything of an answer is read.
#[cfg(test)]
pub(crate) fn reads(workday: &Workday, answer: &crate::http::Answer) -> bool {
    let report = answer.json::<Report>();
    report.is_ok_and(|report| report.entries.iter().any(|entry| workday.record(entry).read.is_ok()))
}
