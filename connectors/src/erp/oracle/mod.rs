//! Oracle Fusion Cloud Supply Chain: work orders with their operations.

mod page;
mod settings;
#[cfg(test)]
mod tests;
mod work_orders;
mod write_back;

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{SecondsFormat, TimeDelta};
use udfs::model::Instant;
use udfs::store::Store;
use udfs::{Issue, Issues};
use url::Url;

use super::process::Target;
use super::wall_clock;
use crate::http::{Ask, Client};
use crate::load::{Job, Page, Placement, Record, Request, Session, Sink, Source, Stream, Told};
use page::Collection;
use settings::Settings;

pub const SYSTEM: &str = "oracle";
const STREAM: &str = "work_orders";
const JSON: &[&str] = &["application/json"];
/// Of the envelope and the form of errors.
const FRAMEWORK: (&str, &str) = ("REST-Framework-Version", "4");

/// An organization of an Oracle Fusion pod.
#[derive(Debug)]
pub struct Oracle {
    tenant: String,
    settings: Settings,
    lag: Duration,
    target: Target,
    root: Url,
    client: Client,
}

impl Oracle {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Self, Issues> {
        let (settings, lag) = Settings::read(job)?;
        let client = Client::new(job, settings.http.clone())?;
        let root = client.address("url", &format!("{}/", settings.url.trim_end_matches('/')))?;
        let zone = wall_clock::zone(job, settings.time_zone.as_deref(), store)?;
        let target = Target { site: wall_clock::site(job)?, zone, schedule: settings.schedule.clone() };
        Ok(Self { tenant: job.tenant.clone(), settings, lag, target, root, client })
    }

    fn address(&self, path: &[&str]) -> Url {
        let mut url = self.root.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    fn ask(&self, filter: &str, limit: usize, offset: usize) -> Ask {
        let mut url = self.address(&["workOrders"]);
        url.query_pairs_mut()
            .append_pair("q", filter)
            .append_pair("expand", "WorkOrderOperation")
            .append_pair("orderBy", "LastUpdateDate:asc,WorkOrderId:asc")
            .append_pair("onlyData", "true")
            .append_pair("limit", &limit.to_string())
            .append_pair("offset", &offset.to_string());
        Ask::get(url, JSON).header(FRAMEWORK.0, FRAMEWORK.1).statuses(&[400, 404])
    }

    fn filter(&self, since: Option<Instant>, until: Option<Instant>) -> String {
        let at = |at: Instant| format!("'{}'", at.to_rfc3339_opts(SecondsFormat::AutoSi, false));
        let mut parts = vec![format!("OrganizationCode='{}'", self.settings.organization.replace('\'', "''"))];
        parts.extend(since.map(|since| format!("LastUpdateDate>={}", at(since))));
        parts.extend(until.map(|until| format!("LastUpdateDate<{}", at(until))));
        parts.join(" and ")
    }
}

impl Source for Oracle {
    fn system(&self) -> &str {
        SYSTEM
    }

    fn streams(&self, _: &Session<'_>, _: &dyn Store) -> Result<Vec<Stream>, Issues> {
        Ok(vec![Stream::new(STREAM, &self.settings.organization)])
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        let answer = self.client.send(session, &self.ask(&self.filter(None, None), 1, 0))?;
        let found = Collection::of(&answer)?;
        Ok(format!("workOrders of {} answer; {} looked at", self.settings.organization, found.items.len()))
    }

    /// Each page begins at the last change of the page before, so that one which moves under way shifts no other out. Of the
    /// orders that were changed then, only those that came are skipped, whatever a server repeats.
    fn fetch(&self, session: &Session<'_>, _: &Stream, request: &Request, sink: &mut Sink<'_>) -> Result<(), Issues> {
        let stopped: Option<Instant> = request.cursor.as_ref().and_then(|cursor| cursor.parse().ok());
        let lag = TimeDelta::from_std(self.lag).unwrap_or_default();
        let mut since = request.since.or(stopped.and_then(|at| at.checked_sub_signed(lag)));
        let (mut came, mut left) = (BTreeSet::new(), request.limit.unwrap_or(usize::MAX));
        loop {
            session.check()?;
            let ask = self.ask(&self.filter(since, request.until), self.settings.page_size, came.len());
            let answer = self.client.send(session, &ask)?;
            let collection = Collection::of(&answer)?;
            let mut page = Page { payloads: vec![answer.payload()], ..Page::default() };
            let (before, skipped) = (since, came.len());
            for order in collection.items.iter().take(left) {
                let changed = work_orders::changed(order);
                since = since.max(changed);
                if changed == before {
                    came.insert(order.get("WorkOrderId").map(ToString::to_string));
                }
                page.records.extend(work_orders::records(self, order, &mut page.drift));
            }
            left = left.saturating_sub(collection.items.len());
            page.cursor = since.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
            sink(page)?;
            if !collection.has_more || collection.items.is_empty() || left == 0 {
                return Ok(());
            }
            if since > before {
                came.clear();
            } else if skipped == came.len() {
                return Err(answer.malformed("pages follow each other in a circle").into());
            }
        }
    }

    fn again(&self, _: &str, key: &str, raw: &str) -> Record {
        Record { key: key.into(), raw: raw.into(), read: work_orders::again(self, raw) }
    }

    fn write_back(&self, session: &Session<'_>, placement: &Placement, apply: bool) -> Result<Told, Issue> {
        write_back::tell(self, session, placement, apply)
    }

    fn gives_whole_records(&self) -> bool {
        true
    }
}

/// Whether anything of an answer is read.
#[cfg(test)]
pub(crate) fn reads(oracle: &Oracle, answer: &crate::http::Answer) -> bool {
    let Ok(collection) = Collection::of(answer) else { return false };
    let mut drift = std::collections::BTreeMap::new();
    let mut records = |order| work_orders::records(oracle, order, &mut drift);
    collection.items.iter().flat_map(&mut records).any(|record| record.read.is_ok())
}
