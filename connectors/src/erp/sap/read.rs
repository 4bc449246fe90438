//! Pages of a set, from the last change on.
//!
//! Each page asks for what comes after the last entity of the page before, in the order of changes: pages by number would
//! leave out an entity where another one changes under way. A server that does not keep the order is followed by its own
//! `__next`, and the cursor then moves only once all of it was read.

use std::collections::{BTreeMap, HashSet};

use chrono::SecondsFormat;
use serde_json::{Map, Value};
use udfs::error::Place;
use udfs::model::Instant;
use udfs::{Code, Issue, Issues};
use url::Url;

use super::odata::{self, Entity, Page, Service, Types};
use super::{SYSTEM, Sap};
use crate::http::Answer;
use crate::load::{self, Record, Request, Session, Sink};

pub const CHANGED: &str = "LastChangeDateTime";

/// A set of entities, and what each means.
pub trait Set {
    fn name(&self) -> &'static str;
    fn service(&self) -> &str;
    /// The property that identifies an entity.
    fn key(&self) -> &'static str;
    fn properties(&self) -> &'static [&'static str];
    /// Of `$select` and `$expand`, beside the properties.
    fn expanded(&self) -> Option<(&'static str, &'static [&'static str])>;
    fn filter(&self) -> String;
    fn records(&self, entity: &Entity<'_>, drift: &mut BTreeMap<String, u64>) -> Vec<Record>;
}

/// The last entity that was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Last {
    changed: Instant,
    key: String,
}

struct Reader<'a> {
    sap: &'a Sap,
    set: &'a dyn Set,
    service: Service<'a>,
    types: Types,
    request: &'a Request,
    /// Records still wanted.
    left: usize,
}

pub fn fetch(
    sap: &Sap,
    session: &Session<'_>,
    set: &dyn Set,
    request: &Request,
    sink: &mut Sink<'_>,
) -> Result<(), Issues> {
    let service = sap.service(session, set.service())?;
    let types = service.types(set.name())?;
    if let Some(needed) = [CHANGED, set.key()].iter().find(|name| !types.has(name)) {
        let place = Place::new(set.name()).column(*needed);
        let fix = "name the version of the service that the README names";
        return Err(Issue::error(Code::UnexpectedAnswer, place, "the service has no such property", fix).into());
    }
    let left = request.limit.unwrap_or(usize::MAX);
    Reader { sap, set, service, types, request, left }.read(session, sink)
}

impl Reader<'_> {
    fn read(mut self, session: &Session<'_>, sink: &mut Sink<'_>) -> Result<(), Issues> {
        let begun = session.clock.now();
        let (mut last, mut in_order, mut newest) = (None::<Last>, true, None::<Instant>);
        let mut seen = HashSet::new();
        // of the entities after one, those after so many, and how many of them came
        let (mut after, mut skip, mut came) = (None::<Last>, 0, 0);
        let mut url = self.first(None, 0)?;
        loop {
            session.check()?;
            if !seen.insert(url.to_string()) {
                let fix = "report this to who runs the system";
                let place = Place::new(session.redactor.url(&url));
                return Err(
                    Issue::error(Code::UnexpectedAnswer, place, "pages follow each other in a circle", fix).into()
                );
            }
            let answer = self.service.get(url)?;
            let (page, read) = page(self.sap, self.set, &answer, self.left)?;
            self.left = self.left.saturating_sub(page.results.len());
            let count = read.changes.len();
            for change in read.changes {
                newest = newest.max(change.as_ref().map(|change| change.changed));
                in_order &= change.is_some() && change > last;
                last = change.or(last);
            }
            let cursor = if in_order { newest } else { None };
            came += count;
            let is_full = came >= self.sap.settings.page_size;
            let next = match page.next {
                Some(next) if !in_order => Some(self.service.next(&answer, &next)?),
                // whatever a server gives at most: it has more, or may have
                next if in_order && (next.is_some() || is_full) => {
                    (after, came) = (last.clone(), 0);
                    Some(self.first(after.as_ref(), 0)?)
                }
                _ if is_full => {
                    skip += came;
                    came = 0;
                    Some(self.first(after.as_ref(), skip)?)
                }
                _ => None,
            };
            let next = next.filter(|_| self.left > 0);
            // what was changed while it was read comes again
            let at_end = newest.map(|newest| newest.min(begun)).filter(|_| next.is_none());
            let cursor = cursor.or(at_end).map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
            sink(load::Page { payloads: vec![answer.payload()], records: read.records, cursor, drift: read.drift })?;
            match next {
                Some(next) => url = next,
                None => return Ok(()),
            }
        }
    }

    /// A page of the entities after one, or of all that the run asks for.
    fn first(&self, after: Option<&Last>, skip: usize) -> Result<Url, Issue> {
        let literal = |at: Instant| odata::instant(at, self.types.edm_type(CHANGED), self.sap.system_zone);
        let mut filter = vec![self.set.filter()];
        let since = self.request.since.or_else(|| self.cursor());
        if let Some(Last { changed, key }) = after {
            let (at, key) = (literal(*changed), odata::quoted(key));
            filter.push(format!("({CHANGED} gt {at} or ({CHANGED} eq {at} and {} gt {key}))", self.set.key()));
        } else if let Some(since) = since {
            filter.push(format!("{CHANGED} ge {}", literal(since)));
        }
        if let Some(until) = self.request.until {
            filter.push(format!("{CHANGED} lt {}", literal(until)));
        }
        let known = |name: &&&str| self.types.has(name);
        let mut select: Vec<String> = self.set.properties().iter().filter(known).map(ToString::to_string).collect();
        let (top, skip) = (self.sap.settings.page_size.to_string(), skip.to_string());
        let filter: Vec<String> = filter.into_iter().filter(|part| !part.is_empty()).collect();
        let (filter, order) = (filter.join(" and "), format!("{CHANGED},{}", self.set.key()));
        let mut query = vec![("$format", "json"), ("$top", &top), ("$orderby", &order), ("$filter", &filter)];
        if skip != "0" {
            query.push(("$skip", &skip));
        }
        if let Some((to, properties)) = self.set.expanded() {
            select.extend(properties.iter().map(|name| format!("{to}/{name}")));
            query.push(("$expand", to));
        }
        let select = select.join(",");
        query.push(("$select", &select));
        self.service.address(self.set.name(), &query)
    }

    fn cursor(&self) -> Option<Instant> {
        let at: Instant = self.request.cursor.as_ref()?.parse().ok()?;
        at.checked_sub_signed(chrono::TimeDelta::from_std(self.sap.lag).ok()?)
    }
}

/// The entities of a page, so many at most.
fn page<'a>(sap: &Sap, set: &dyn Set, answer: &'a Answer, most: usize) -> Result<(Page<'a>, Read), Issue> {
    let page = Page::of(answer)?;
    let mut read = Read::default();
    for raw in page.results.iter().take(most) {
        let values: Map<String, Value> =
            serde_json::from_str(raw.get()).map_err(|e| answer.malformed(&format!("an entity is no object: {e}")))?;
        let key = values.get(set.key()).and_then(Value::as_str).unwrap_or_default();
        let entity = Entity { place: Place::new(SYSTEM).key(key), values: &values };
        let changed = odata::at(&entity, CHANGED, sap.system_zone);
        read.changes.push(changed.map(|changed| Last { changed, key: key.to_string() }));
        read.records.extend(set.records(&entity, &mut read.drift));
    }
    Ok((page, read))
}

/// What a page means, whatever it is.
#[cfg(test)]
pub fn records(sap: &Sap, set: &dyn Set, answer: &Answer) -> Result<Vec<Record>, Issue> {
    page(sap, set, answer, usize::MAX).map(|(_, read)| read.records)
}

#[derive(Default)]
struct Read {
    changes: Vec<Option<Last>>,
    records: Vec<Record>,
    drift: BTreeMap<String, u64>,
}
