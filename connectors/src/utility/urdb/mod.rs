//! OpenEI's Utility Rate Database: tariffs by label or by utility over HTTP, or from its files. See README.md.

mod files;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::value::RawValue;
use udfs::error::Place;
use udfs::store::Store;
use udfs::stored::tariff_changes;
use udfs::tariff_document::{Defaults, read_with};
use udfs::{Code, Issue, Issues};
use url::Url;

use crate::http::{self, Ask, Auth, Client, address};
use crate::load::{Job, Page, Payload, Record, Request, Rows, Session, Sink, Source, Stream};

const OFFICIAL: &str = "https://api.openei.org/utility_rates";
const SYSTEM: &str = "urdb";
/// Rates on a page.
const PAGE: usize = 500;
/// Of one utility.
const MOST_PAGES: usize = 100;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    label: Option<String>,
    /// The utility's EIA number, and what of its rates.
    eia: Option<u32>,
    sector: Option<String>,
    /// A file of rates, or a folder of them, in place of the database itself.
    path: Option<PathBuf>,
    /// Of the rates' hours.
    time_zone: String,
    currency: Option<String>,
    url: Option<String>,
    key: Option<String>,
    #[serde(default)]
    http: http::Settings,
}

#[derive(Debug)]
pub struct Urdb {
    job: Job,
    settings: Settings,
    defaults: Defaults,
    client: Client,
}

/// What the database answers with.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    items: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
}

impl Urdb {
    pub fn open(job: &Job) -> Result<Self, Issues> {
        let settings: Settings = job.settings()?;
        let zone: Tz = settings.time_zone.parse().map_err(|_| {
            let message = format!("\"{}\" is no IANA time zone", settings.time_zone);
            job.refuse("time_zone", message, "use a name such as America/Chicago")
        })?;
        let ways = [settings.label.is_some(), settings.eia.is_some(), settings.path.is_some()];
        if ways.iter().filter(|is_given| **is_given).count() != 1 {
            return Err(job
                .refuse("label", "give one of label, eia and path", "label = \"539f6a23ec4f024411ec8bf9\"")
                .into());
        }
        let mut http = settings.http.clone();
        if let Some(key) = &settings.key {
            http.auth = http.auth.or(Some(Auth::Query { name: "api_key".into(), key: key.clone() }));
        }
        http.requests_per_minute = http.requests_per_minute.or(Some(60));
        let defaults = Defaults { time_zone: Some(zone), currency: settings.currency.clone(), ..Defaults::default() };
        Ok(Self { client: Client::new(job, http)?, job: job.clone(), settings, defaults })
    }

    fn ask(&self, page: usize, limit: usize) -> Result<Ask, Issue> {
        let url = self.settings.url.as_deref().unwrap_or(OFFICIAL);
        let mut url: Url = address(self.job.place().column("url"), url)?;
        let mut query = url.query_pairs_mut();
        query.append_pair("version", "8").append_pair("format", "json").append_pair("detail", "full");
        if let Some(label) = &self.settings.label {
            query.append_pair("getpage", label);
        }
        if let Some(eia) = self.settings.eia {
            query.append_pair("eia", &eia.to_string()).append_pair("approved", "true");
            query.append_pair("limit", &limit.to_string()).append_pair("offset", &(page * PAGE).to_string());
        }
        if let Some(sector) = &self.settings.sector {
            query.append_pair("sector", sector);
        }
        drop(query);
        Ok(Ask::get(url, &["application/json"]))
    }

    pub(crate) fn records(&self, body: &[u8], place: &str) -> Result<Vec<Record>, Issue> {
        let broken = |cause: &str| unexpected(place, cause);
        let text = std::str::from_utf8(body).map_err(|e| broken(&e.to_string()))?;
        let document: Document<'_> = serde_json::from_str(text).map_err(|e| broken(&e.to_string()))?;
        // an error comes with 200
        if let Some(error) = document.error.or(document.errors) {
            return Err(refused(place, error.get()));
        }
        match document.items {
            Some(items) => Ok(items.iter().map(|item| self.record(item.get())).collect()),
            // a file may hold one rate
            None => Ok(vec![self.record(text)]),
        }
    }

    fn record(&self, raw: &str) -> Record {
        #[derive(Default, Deserialize)]
        struct Named {
            label: Option<String>,
        }
        let label = serde_json::from_str::<Named>(raw).unwrap_or_default().label;
        let key = label.unwrap_or_else(|| format!("rate {}", &crate::load::sha256(raw.as_bytes())[..16]));
        Record { read: self.rows(raw, &key).map_err(|issues| issues.0), key, raw: raw.into() }
    }

    fn rows(&self, raw: &str, key: &str) -> Result<Rows, Issues> {
        let (tariffs, _) = read_with(raw, &self.defaults)?;
        let mut rows = Rows::default();
        for tariff in &tariffs {
            rows.whole.extend(tariff_changes(&self.job.tenant, tariff, SYSTEM, key)?);
        }
        Ok(rows)
    }

    fn pages(&self, session: &Session<'_>, request: &Request, sink: &mut Sink<'_>) -> Result<(), Issues> {
        let mut left = request.limit.unwrap_or(usize::MAX);
        for page in 0..MOST_PAGES {
            let answer = self.client.send(session, &self.ask(page, PAGE)?)?;
            let mut records = self.records(&answer.body, &answer.reference)?;
            let is_last = records.len() < PAGE || self.settings.label.is_some();
            records.truncate(left);
            left -= records.len();
            sink(Page { payloads: vec![answer.payload()], records, ..Page::default() })?;
            if is_last || left == 0 {
                return Ok(());
            }
        }
        Err(unexpected(OFFICIAL, "the pages have no end").into())
    }
}

impl Source for Urdb {
    fn system(&self) -> &'static str {
        SYSTEM
    }

    fn streams(&self, _: &Session<'_>, _: &dyn Store) -> Result<Vec<Stream>, Issues> {
        match &self.settings.path {
            Some(path) => {
                let files = files::list(&self.job, path)?;
                Ok(files.iter().map(|name| Stream::new("tariffs", name)).collect())
            }
            None => Ok(vec![Stream::new("tariffs", "")]),
        }
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        if let Some(path) = &self.settings.path {
            return Ok(format!("{} files", files::list(&self.job, path)?.len()));
        }
        let answer = self.client.send(session, &self.ask(0, 1)?)?;
        let rates = self.records(&answer.body, &answer.reference)?.len();
        Ok(format!("{rates} rates from {}", answer.reference))
    }

    fn fetch(
        &self,
        session: &Session<'_>,
        stream: &Stream,
        request: &Request,
        sink: &mut Sink<'_>,
    ) -> Result<(), Issues> {
        let Some(path) = &self.settings.path else { return self.pages(session, request, sink) };
        let bytes = files::content(&self.job, path, &stream.part)?;
        let payload = Payload::new(&stream.part, &bytes, session.clock.now());
        if request.cursor.as_ref() == Some(&payload.sha256) {
            return Ok(());
        }
        let mut records = self.records(&bytes, &stream.part)?;
        records.truncate(request.limit.unwrap_or(usize::MAX));
        sink(Page { cursor: Some(payload.sha256.clone()), payloads: vec![payload], records, ..Page::default() })
    }

    /// A rate is all of its record.
    fn again(&self, _: &str, key: &str, raw: &str) -> Record {
        Record { key: key.into(), ..self.record(raw) }
    }
}

fn unexpected(place: &str, cause: &str) -> Issue {
    let fix = "see whether the address is the interface's own, and the file one of its rates";
    Issue::error(Code::UnexpectedAnswer, Place::new(place), cause, fix)
}

fn refused(place: &str, said: &str) -> Issue {
    let said: String = said.chars().take(300).collect();
    let issue = unexpected(place, &format!("error: {said}"));
    if said.to_lowercase().contains("api_key") || said.to_lowercase().contains("api key") {
        return Issue { code: Code::AccessRefused, fix: "check the key of the database".into(), ..issue };
    }
    issue
}
