//! Prices of any JSON interface: an address with times in it, and JSON pointers to what is in the answer. See README.md.

mod mapping;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;
use serde::Deserialize;
use udfs::model::Span;
use udfs::store::Store;
use udfs::{Issue, Issues};

pub use mapping::Mapping;

use super::form::TimeForm;
use crate::http::Ask;
use crate::json;
use crate::load::Job;
use crate::market::feed::{at, unexpected};
use crate::market::{Asked, Common, Feed, Found, Prices, Reading};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// What the prices are of.
    #[serde(default)]
    part: String,
    /// Pointer to the list; the document itself where it is empty.
    #[serde(default)]
    items: String,
    /// Pointer to the address of the next page.
    next: Option<String>,
    /// Pointer to the number of prices on all pages.
    count: Option<String>,
    /// Of times in the address.
    #[serde(default)]
    asked_times: TimeForm,
    /// Of one request.
    longest: Option<String>,
    price: Mapping,
}

#[derive(Debug)]
pub struct Rest {
    system: &'static str,
    settings: Settings,
    longest: TimeDelta,
}

impl Rest {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Prices, Issues> {
        Self::open_as("rest", job, store)
    }

    /// As a part of another system.
    pub fn open_as(system: &'static str, job: &Job, store: &dyn Store) -> Result<Prices, Issues> {
        let (common, settings): (_, Settings) = Common::of(job)?;
        if common.url.is_none() {
            return Err(job.refuse("url", "no address", "https://host/prices?from={start}&to={end}").into());
        }
        settings.price.check(job)?;
        let longest = Common::time(job, "longest", settings.longest.as_deref(), TimeDelta::days(7))?;
        Prices::open(job, store, common, Box::new(Self { system, settings, longest }))
    }
}

impl Feed for Rest {
    fn system(&self) -> &'static str {
        self.system
    }

    fn part(&self) -> String {
        self.settings.part.clone()
    }

    fn longest(&self) -> TimeDelta {
        self.longest
    }

    fn ask(&self, url: Option<&str>, during: Span) -> Result<Ask, Issue> {
        let form = self.settings.asked_times;
        let filled = url
            .unwrap_or_default()
            .replace("{start}", &form.write(during.start))
            .replace("{end}", &form.write(during.end));
        Ok(Ask::get(at(None, &filled)?, &["application/json"]))
    }

    fn read(&self, body: &[u8], _: &Asked) -> Result<Reading, Issues> {
        let Settings { items: pointer, next, count, price, .. } = &self.settings;
        let document = json::parse(body).map_err(unexpected)?;
        let items = json::list(&document, pointer).ok_or_else(|| unexpected(format!("no list at \"{pointer}\"")))?;
        let found = items.iter().enumerate().map(|(number, item)| price.found(number, item));
        Ok(Reading {
            found: found.collect::<Vec<Found>>(),
            next: next.as_ref().and_then(|next| json::text(&document, next)).map(String::from),
            count: count.as_ref().and_then(|count| json::number(&document, count)).and_then(|n| u64::try_from(n).ok()),
            ..Reading::default()
        })
    }
}
