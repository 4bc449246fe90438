//! aWATTar: hourly day-ahead prices of Germany and Austria, without a key. See README.md.

#[cfg(test)]
mod tests;

use chrono::TimeDelta;
use serde::Deserialize;
use udfs::model::Span;
use udfs::row::Cell;
use udfs::store::Store;
use udfs::{Issue, Issues};

use super::feed::{Feed, Found, Reading, at, missing, unexpected};
use super::time::of_millis;
use super::{Common, Prices, Quote, Unit};
use crate::http::Ask;
use crate::json;
use crate::load::Job;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Awattar {
    /// `de` or `at`.
    country: String,
}

impl Awattar {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Prices, Issues> {
        let (common, feed): (_, Self) = Common::of(job)?;
        if !matches!(feed.country.as_str(), "de" | "at") {
            return Err(job.refuse("country", "no such market", "use de or at").into());
        }
        Prices::open(job, store, common, Box::new(feed))
    }
}

impl Feed for Awattar {
    fn system(&self) -> &'static str {
        "awattar"
    }

    fn part(&self) -> String {
        self.country.clone()
    }

    fn longest(&self) -> TimeDelta {
        TimeDelta::days(31)
    }

    fn ask(&self, url: Option<&str>, during: Span) -> Result<Ask, Issue> {
        let official = format!("https://api.awattar.{}/v1/marketdata", self.country);
        let mut url = at(url, &official)?;
        let millis = |at: udfs::model::Instant| at.timestamp_millis().to_string();
        url.query_pairs_mut().append_pair("start", &millis(during.start)).append_pair("end", &millis(during.end));
        Ok(Ask::get(url, &["application/json"]))
    }

    fn read(&self, body: &[u8], _: Span) -> Result<Reading, Issues> {
        let document = json::parse(body).map_err(unexpected)?;
        let items = json::list(&document, "/data").ok_or_else(|| unexpected("no list \"data\""))?;
        let found = items.iter().enumerate().map(|(number, item)| {
            let key = json::word(item, "/start_timestamp").unwrap_or_else(|| format!("#{number}"));
            Found::new(key, json::shown(item), quote(item))
        });
        Ok(Reading { found: found.collect(), ..Reading::default() })
    }
}

fn quote(item: &Cell) -> Result<Quote, Issue> {
    let time = |name: &str| json::number(item, &format!("/{name}")).and_then(of_millis).ok_or_else(|| missing(name));
    let unit = Unit::known(json::text(item, "/unit").unwrap_or_default())?;
    let amount = json::number(item, "/marketprice").ok_or_else(|| missing("marketprice"))?;
    Quote::new(time("start_timestamp")?, time("end_timestamp")?, amount, &unit)
}
