//! Octopus Energy: unit rates of its British tariffs, without a key. See README.md.

#[cfg(test)]
mod tests;

use chrono::TimeDelta;
use serde::Deserialize;
use udfs::model::{Instant, Span};
use udfs::row::Cell;
use udfs::store::Store;
use udfs::{Issue, Issues};

use super::feed::{Feed, Found, Reading, at, missing, unexpected};
use super::time::instant;
use super::{Common, Prices, Quote, Unit};
use crate::http::Ask;
use crate::json;
use crate::load::Job;

const OFFICIAL: &str = "https://api.octopus.energy/v1/";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Octopus {
    /// Such as `AGILE-24-10-01`.
    product: String,
    /// Such as `E-1R-AGILE-24-10-01-C`.
    code: String,
    /// Rates with value added tax; a plant that gets it back leaves it out.
    #[serde(default)]
    vat: bool,
    /// Of tariffs whose rates depend on it.
    #[serde(default = "direct_debit")]
    payment_method: String,
}

fn direct_debit() -> String {
    "DIRECT_DEBIT".into()
}

impl Octopus {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Prices, Issues> {
        let (common, feed): (_, Self) = Common::of(job)?;
        Prices::open(job, store, common, Box::new(feed))
    }

    fn quote(&self, item: &Cell, during: Span) -> Result<Quote, Issue> {
        let time = |name: &str| json::text(item, &format!("/{name}")).and_then(instant);
        let unit = Unit::known("p/kWh")?;
        let name = if self.vat { "value_inc_vat" } else { "value_exc_vat" };
        let amount = json::number(item, &format!("/{name}")).ok_or_else(|| missing(name))?;
        let start = time("valid_from").ok_or_else(|| missing("valid_from"))?;
        let end = match json::at(item, "/valid_to") {
            // until further notice
            None => during.end.max(start + TimeDelta::days(1)),
            Some(_) => time("valid_to").ok_or_else(|| missing("valid_to"))?,
        };
        Quote::new(start, end, amount, &unit)
    }
}

impl Feed for Octopus {
    fn system(&self) -> &'static str {
        "octopus"
    }

    fn part(&self) -> String {
        self.code.clone()
    }

    fn longest(&self) -> TimeDelta {
        TimeDelta::days(30)
    }

    fn ask(&self, url: Option<&str>, during: Span) -> Result<Ask, Issue> {
        let mut url = at(url, OFFICIAL)?;
        let rates = ["products", &self.product, "electricity-tariffs", &self.code, "standard-unit-rates", ""];
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(rates);
        }
        let time = |at: Instant| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        url.query_pairs_mut()
            .append_pair("period_from", &time(during.start))
            .append_pair("period_to", &time(during.end))
            .append_pair("page_size", "1500");
        Ok(Ask::get(url, &["application/json"]))
    }

    fn read(&self, body: &[u8], during: Span) -> Result<Reading, Issues> {
        let document = json::parse(body).map_err(unexpected)?;
        let items = json::list(&document, "/results").ok_or_else(|| unexpected("no list \"results\""))?;
        let ours =
            |item: &&Cell| json::text(item, "/payment_method").is_none_or(|method| method == self.payment_method);
        let found = items.iter().filter(ours).enumerate().map(|(number, item)| {
            let key = json::text(item, "/valid_from").map_or_else(|| format!("#{number}"), String::from);
            Found::new(key, json::shown(item), self.quote(item, during))
        });
        Ok(Reading {
            found: found.collect(),
            next: json::text(&document, "/next").map(String::from),
            count: json::number(&document, "/count").and_then(|count| u64::try_from(count).ok()),
            ..Reading::default()
        })
    }
}
