//! OpenADR 3: prices that a utility's VTN publishes as events of a program. See README.md.

mod event;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;
use serde::Deserialize;
use udfs::model::Span;
use udfs::store::Store;
use udfs::{Issue, Issues};

use crate::http::Ask;
use crate::json;
use crate::load::Job;
use crate::market::feed::{at, unexpected};
use crate::market::{Asked, Common, Feed, Prices, Reading, Unit};

/// Events on a page; the standard allows 50.
const PAGE: usize = 50;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenAdr {
    program: String,
    #[serde(default = "price")]
    payload: String,
    /// Of events that do not say it.
    unit: Option<String>,
}

fn price() -> String {
    "PRICE".into()
}

impl OpenAdr {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Prices, Issues> {
        let (common, feed): (_, Self) = Common::of(job)?;
        if common.url.is_none() {
            return Err(job.refuse("url", "no address", "https://vtn.example/openadr3/3.0.1").into());
        }
        if let Some(unit) = &feed.unit {
            Unit::known(unit)?;
        }
        Prices::open(job, store, common, Box::new(feed))
    }

    fn page(&self, number: usize) -> String {
        url::form_urlencoded::Serializer::new(String::from("?"))
            .append_pair("programID", &self.program)
            .append_pair("skip", &(number * PAGE).to_string())
            .append_pair("limit", &PAGE.to_string())
            .finish()
    }
}

impl Feed for OpenAdr {
    fn system(&self) -> &'static str {
        "openadr"
    }

    fn part(&self) -> String {
        self.program.clone()
    }

    /// All events come, whatever they are for.
    fn longest(&self) -> TimeDelta {
        TimeDelta::days(3_660)
    }

    fn ask(&self, url: Option<&str>, _: Span) -> Result<Ask, Issue> {
        let events = format!("{}/events{}", url.unwrap_or_default().trim_end_matches('/'), self.page(0));
        Ok(Ask::get(at(None, &events)?, &["application/json"]))
    }

    fn read(&self, body: &[u8], asked: &Asked) -> Result<Reading, Issues> {
        let document = json::parse(body).map_err(unexpected)?;
        let events = json::list(&document, "").ok_or_else(|| unexpected("no list of events"))?;
        let next = (events.len() >= PAGE).then(|| self.page(asked.page + 1));
        let found = event::prices(events, &self.payload, self.unit.as_deref(), asked.during);
        Ok(Reading { found, next, ..Reading::default() })
    }
}
