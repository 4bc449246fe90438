use std::sync::{Mutex, PoisonError};

use chrono::{DurationRound, TimeDelta};
use udfs::error::Place;
use udfs::model::{Instant, Span};
use udfs::row::Cell;
use udfs::store::Store;
use udfs::tables::{ENERGY_PRICES, TARIFFS};
use udfs::{Code, Issue, Issues};

use super::feed::{Feed, Found};
use super::pages::pages;
use super::quote::Quote;
use super::reconcile::{Taken, around, reconcile};
use super::settings::Common;
use crate::http::Client;
use crate::load::{Job, Origin, Page, Record, Request, Rows, Session, Sink, Source, Stream, column};

const STREAM: &str = "prices";

/// A feed as a load job.
#[derive(Debug)]
pub struct Prices {
    job: Job,
    tariff: String,
    currency: Option<String>,
    url: Option<String>,
    client: Client,
    feed: Box<dyn Feed>,
    history: TimeDelta,
    lag: TimeDelta,
    ahead: TimeDelta,
    /// Entered by a person; read again at each run.
    by_hand: Mutex<Taken>,
}

impl Prices {
    pub fn open(job: &Job, store: &dyn Store, common: Common, feed: Box<dyn Feed>) -> Result<Self, Issues> {
        let time = |name, text: &Option<String>, usual| Common::time(job, name, text.as_deref(), usual);
        let mut http = common.http.clone();
        http.requests_per_minute = http.requests_per_minute.or(Some(feed.requests_per_minute()));
        if let Some(key) = &common.key {
            let no_key = || job.refuse("key", "this feed takes no key", "remove it, or set http.auth");
            http.auth = http.auth.or(Some(feed.auth(key).ok_or_else(no_key)?));
        }
        let filter = [("tenant_id", job.tenant.as_str()), ("tariff_id", common.tariff.as_str())];
        let stored = store.read(&TARIFFS, &filter)?;
        let stored = stored.first().and_then(|row| column(row, "currency")).map(String::from);
        Ok(Self {
            history: time("history", &common.history, TimeDelta::days(7))?,
            lag: time("lag", &common.lag, TimeDelta::days(1))?,
            ahead: time("ahead", &common.ahead, TimeDelta::days(2))?,
            client: Client::new(job, http)?,
            tariff: common.tariff,
            currency: stored.or(common.currency),
            url: common.url,
            job: job.clone(),
            feed,
            by_hand: Mutex::default(),
        })
    }

    fn window(&self, now: Instant, request: &Request) -> Result<Span, Issue> {
        let stopped = request.cursor.as_deref().map(|cursor| {
            super::time::instant(cursor).ok_or_else(|| {
                let fix = "run the job once with --full";
                Issue::error(Code::Malformed, self.job.place(), format!("the cursor \"{cursor}\" is no time"), fix)
            })
        });
        let start = match (request.since, stopped.transpose()?) {
            (Some(since), _) => since,
            (None, Some(cursor)) => cursor - self.lag,
            (None, None) => now - self.history,
        };
        Ok(Span { start: whole(start), end: whole(request.until.unwrap_or(now + self.ahead)) })
    }

    fn records(&self, found: Found) -> Vec<Record> {
        let bad = |issue| vec![Record { key: self.key(&found.key), raw: found.raw.clone(), read: Err(vec![issue]) }];
        let quote = match &found.read {
            Ok(quote) => quote,
            Err(issue) => return bad(issue.clone()),
        };
        if let Some(currency) = self.currency.as_ref().filter(|known| **known != quote.currency) {
            let message = format!("a price in {}, of a tariff in {currency}", quote.currency);
            let fix = "load it into a tariff of its own currency";
            return bad(Issue::error(Code::OutOfRange, Place::new("price").column("currency"), message, fix));
        }
        let left = around(quote, &self.by_hand.lock().unwrap_or_else(PoisonError::into_inner));
        if left.is_empty() {
            let rows = Rows { ignored: true, ..Rows::default() };
            return vec![Record { key: self.key(&found.key), raw: found.raw, read: Ok(rows) }];
        }
        left.iter().map(|quote| self.record(quote, &found.raw)).collect()
    }

    fn record(&self, quote: &Quote, raw: &str) -> Record {
        let reference = self.key(&quote.span.start.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
        let origin = Origin { tenant: &self.job.tenant, system: self.feed.system(), reference: &reference };
        let cells = [
            ("tariff_id", Cell::Text(self.tariff.clone())),
            ("start", Cell::Time(quote.span.start)),
            ("end", Cell::Time(quote.span.end)),
            ("energy_rate_kwh", Cell::Number(quote.rate)),
        ];
        let row = origin.row(&ENERGY_PRICES, &cells);
        let read = row.map(|row| Rows { upsert: vec![(&ENERGY_PRICES, row)], ..Rows::default() });
        Record { key: reference.clone(), raw: raw.into(), read }
    }

    fn key(&self, of_price: &str) -> String {
        format!("{}/{of_price}", self.feed.part())
    }

    /// The pages of one request; the end of the last price.
    fn load(&self, session: &Session<'_>, during: Span) -> Result<(Vec<Page>, Option<Instant>), Issues> {
        let ask = self.feed.ask(self.url.as_deref(), during)?;
        let mut end: Option<Instant> = None;
        let mut loaded = Vec::new();
        for (answer, reading) in pages(self.feed.as_ref(), &self.client, session, &ask, during)? {
            let found = reconcile(reading.found);
            let spans: Vec<Span> = found.iter().filter_map(|found| Some(found.read.as_ref().ok()?.span)).collect();
            self.tell_gaps(session, &spans);
            end = spans.iter().map(|span| span.end).chain(end).max();
            let records = found.into_iter().flat_map(|found| self.records(found)).collect();
            loaded.push(Page { payloads: vec![answer.payload()], records, cursor: None, drift: reading.drift });
        }
        Ok((loaded, end))
    }

    fn tell_gaps(&self, session: &Session<'_>, spans: &[Span]) {
        let mut spans = spans.to_vec();
        spans.sort_unstable();
        for pair in spans.windows(2).filter(|pair| pair[0].end < pair[1].start) {
            let (from, to) = (pair[0].end.to_rfc3339(), pair[1].start.to_rfc3339());
            session.log("warn", "gap", &[("part", self.feed.part().into()), ("from", from.into()), ("to", to.into())]);
        }
    }
}

impl Source for Prices {
    fn system(&self) -> &str {
        self.feed.system()
    }

    fn streams(&self, _: &Session<'_>, store: &dyn Store) -> Result<Vec<Stream>, Issues> {
        let filter =
            [("tenant_id", self.job.tenant.as_str()), ("tariff_id", &self.tariff), ("source_system", "manual")];
        let mut by_hand = Taken::default();
        for row in store.read(&ENERGY_PRICES, &filter)? {
            if let (Some(Cell::Time(start)), Some(Cell::Time(end))) = (row.get("start"), row.get("end")) {
                by_hand.add(Span { start: *start, end: *end });
            }
        }
        *self.by_hand.lock().unwrap_or_else(PoisonError::into_inner) = by_hand;
        Ok(vec![Stream::new(STREAM, &self.feed.part())])
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        let now = whole(session.clock.now());
        let during = Span { start: now - TimeDelta::days(1), end: now };
        let ask = self.feed.ask(self.url.as_deref(), during)?;
        let answer = self.client.send(session, &ask)?;
        let found = self.feed.read(&answer.body, during)?.found.len();
        Ok(format!("{found} prices of the last day from {}", answer.reference))
    }

    fn fetch(&self, session: &Session<'_>, _: &Stream, request: &Request, sink: &mut Sink<'_>) -> Result<(), Issues> {
        let window = self.window(session.clock.now(), request)?;
        let mut left = request.limit.unwrap_or(usize::MAX);
        let mut reached = request.cursor.as_deref().and_then(super::time::instant);
        let mut start = window.start;
        while start < window.end && left > 0 {
            let during = Span { start, end: window.end.min(start + self.feed.longest()) };
            let (mut pages, end) = self.load(session, during)?;
            reached = reached.max(end);
            if let Some(last) = pages.last_mut() {
                // what moves from page to page is on one of them: only all of them together are read
                last.cursor = reached.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
            }
            for mut page in pages {
                page.records.truncate(left);
                left -= page.records.len();
                sink(page)?;
            }
            start = during.end;
        }
        Ok(())
    }
}

/// The minute that it is in.
fn whole(at: Instant) -> Instant {
    at.duration_trunc(TimeDelta::minutes(1)).unwrap_or(at)
}
