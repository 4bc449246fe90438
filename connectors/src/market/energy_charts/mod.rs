//! energy-charts.info of Fraunhofer ISE: day-ahead prices of European bidding zones, without a key. See README.md.

#[cfg(test)]
mod tests;

use chrono::TimeDelta;
use serde::Deserialize;
use udfs::model::{Instant, Span};
use udfs::row::Cell;
use udfs::store::Store;
use udfs::{Issue, Issues};

use super::feed::{Feed, Found, Reading, at, missing, unexpected};
use super::time::of_seconds;
use super::{Common, Prices, Quote, Unit};
use crate::http::Ask;
use crate::json;
use crate::load::Job;

const OFFICIAL: &str = "https://api.energy-charts.info/price";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnergyCharts {
    /// Bidding zone, such as `DE-LU`.
    zone: String,
}

impl EnergyCharts {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Prices, Issues> {
        let (common, feed): (_, Self) = Common::of(job)?;
        Prices::open(job, store, common, Box::new(feed))
    }
}

impl Feed for EnergyCharts {
    fn system(&self) -> &'static str {
        "energy-charts"
    }

    fn part(&self) -> String {
        self.zone.clone()
    }

    fn longest(&self) -> TimeDelta {
        TimeDelta::days(31)
    }

    fn ask(&self, url: Option<&str>, during: Span) -> Result<Ask, Issue> {
        let mut url = at(url, OFFICIAL)?;
        let seconds = |at: Instant| at.timestamp().to_string();
        url.query_pairs_mut()
            .append_pair("bzn", &self.zone)
            .append_pair("start", &seconds(during.start))
            .append_pair("end", &seconds(during.end));
        // 404 is how it says that there are none
        Ok(Ask::get(url, &["application/json"]).statuses(&[404]))
    }

    fn read(&self, body: &[u8], _: Span) -> Result<Reading, Issues> {
        let document = json::parse(body).map_err(unexpected)?;
        let (Some(times), Some(prices)) = (json::list(&document, "/unix_seconds"), json::list(&document, "/price"))
        else {
            return match json::text(&document, "/detail") {
                Some(_) => Ok(Reading::default()),
                None => Err(unexpected("no lists \"unix_seconds\" and \"price\"").into()),
            };
        };
        if times.len() != prices.len() {
            return Err(unexpected(format!("{} times and {} prices", times.len(), prices.len())).into());
        }
        let unit = Unit::known(json::text(&document, "/unit").unwrap_or_default())?;
        let starts: Vec<Option<Instant>> =
            times.iter().map(|cell| json::number(cell, "").and_then(of_seconds)).collect();
        let found = prices.iter().enumerate().map(|(index, price)| {
            let key = json::word(&times[index], "").unwrap_or_else(|| format!("#{index}"));
            let raw = format!("[{key}, {}]", json::shown(price));
            Found::new(key, raw, quote(&starts, index, price, &unit))
        });
        Ok(Reading { found: found.collect(), ..Reading::default() })
    }
}

fn quote(starts: &[Option<Instant>], index: usize, price: &Cell, unit: &Unit) -> Result<Quote, Issue> {
    let start = starts[index].ok_or_else(|| missing("unix_seconds"))?;
    let amount = json::number(price, "").ok_or_else(|| missing("price"))?;
    let length = length(starts, index).ok_or_else(|| missing("length"))?;
    Quote::new(start, start + length, amount, unit)
}

/// The answer has starts only. The nearer neighbour says how long an interval is: where one is missing there is a gap.
fn length(starts: &[Option<Instant>], index: usize) -> Option<TimeDelta> {
    let between = |a: usize, b: usize| Some((*starts.get(b)?)? - (*starts.get(a)?)?);
    let after = between(index, index + 1);
    let before = index.checked_sub(1).and_then(|before| between(before, index));
    let length = after.into_iter().chain(before).filter(|length| *length > TimeDelta::zero()).min();
    length.filter(|length| *length <= TimeDelta::hours(1))
}
