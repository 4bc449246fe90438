//! OASIS of the California ISO: locational marginal prices, without a key. See README.md.

mod archive;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;
use serde::Deserialize;
use udfs::model::{Instant, Span};
use udfs::store::Store;
use udfs::{Issue, Issues};

use super::feed::{Feed, Found, Reading, at, missing, unexpected};
use super::time::instant;
use super::{Common, Prices, Quote, Unit};
use crate::http::{Ask, HTML_IS_BUSY};
use crate::load::Job;
use crate::xml;

const OFFICIAL: &str = "https://oasis.caiso.com/oasisapi/SingleZip";
const TYPES: &[&str] = &["application/x-zip-compressed", "application/zip", "application/octet-stream"];
/// How OASIS says that there are no prices.
const NO_DATA: &str = "1000";
/// Columns of the price: the day-ahead market's is called MW.
const PRICES: [&str; 3] = ["MW", "VALUE", "PRC"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caiso {
    /// Such as `TH_SP15_GEN-APND`.
    node: String,
    #[serde(default)]
    market: Market,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Market {
    #[default]
    DayAhead,
    FifteenMinutes,
    RealTime,
}

impl Market {
    /// Query, its version, and the market's name.
    fn query(self) -> [&'static str; 3] {
        match self {
            Market::DayAhead => ["PRC_LMP", "12", "DAM"],
            Market::FifteenMinutes => ["PRC_RTPD_LMP", "3", "RTPD"],
            Market::RealTime => ["PRC_INTVL_LMP", "3", "RTM"],
        }
    }
}

impl Caiso {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Prices, Issues> {
        let (common, feed): (_, Self) = Common::of(job)?;
        Prices::open(job, store, common, Box::new(feed))
    }
}

impl Feed for Caiso {
    fn system(&self) -> &'static str {
        "caiso"
    }

    fn part(&self) -> String {
        format!("{}/{}", self.market.query()[2], self.node)
    }

    fn longest(&self) -> TimeDelta {
        TimeDelta::days(30)
    }

    /// One in five seconds.
    fn requests_per_minute(&self) -> u32 {
        12
    }

    fn ask(&self, url: Option<&str>, during: Span) -> Result<Ask, Issue> {
        let mut url = at(url, OFFICIAL)?;
        let [query, version, market] = self.market.query();
        let time = |at: Instant| at.format("%Y%m%dT%H:%M-0000").to_string();
        url.query_pairs_mut()
            .append_pair("resultformat", "6")
            .append_pair("queryname", query)
            .append_pair("version", version)
            .append_pair("market_run_id", market)
            .append_pair("node", &self.node)
            .append_pair("startdatetime", &time(during.start))
            .append_pair("enddatetime", &time(during.end));
        Ok(Ask::get(url, TYPES).busy_type(HTML_IS_BUSY))
    }

    fn read(&self, body: &[u8], _: Span) -> Result<Reading, Issues> {
        let mut found = Vec::new();
        for (name, content) in archive::files(body).map_err(unexpected)? {
            if name.to_ascii_lowercase().ends_with(".xml") {
                refused(&content)?;
            } else {
                found.extend(self.prices(&content)?);
            }
        }
        Ok(Reading { found, ..Reading::default() })
    }
}

impl Caiso {
    fn prices(&self, content: &[u8]) -> Result<Vec<Found>, Issue> {
        let broken = |e: csv::Error| unexpected(e.to_string());
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(content);
        let headers = reader.headers().map_err(broken)?.clone();
        let column = |name: &str| headers.iter().position(|header| header.trim() == name);
        let need = |name: &str| column(name).ok_or_else(|| unexpected(format!("no column {name}")));
        let (start, end) = (need("INTERVALSTARTTIME_GMT")?, need("INTERVALENDTIME_GMT")?);
        let price = PRICES.iter().find_map(|name| column(name)).ok_or_else(|| unexpected("no column of prices"))?;
        let (kind, node) = (column("LMP_TYPE"), column("NODE"));
        let unit = Unit::known("USD/MWh")?;
        let mut found = Vec::new();
        for record in reader.records() {
            let record = record.map_err(broken)?;
            let is = |column: Option<usize>, word: &str| {
                column.is_none_or(|column| record.get(column).is_some_and(|cell| cell.trim() == word))
            };
            // its parts - energy, congestion, losses - come along
            if !is(kind, "LMP") || !is(node, &self.node) {
                continue;
            }
            let time = |column: usize| record.get(column).and_then(instant).ok_or_else(|| missing(&headers[column]));
            let amount = record.get(price).and_then(|cell| cell.trim().parse().ok());
            let read = amount
                .ok_or_else(|| missing(&headers[price]))
                .and_then(|amount| Quote::new(time(start)?, time(end)?, amount, &unit));
            let key = record.get(start).unwrap_or_default().to_string();
            found.push(Found::new(key, record.iter().collect::<Vec<_>>().join(","), read));
        }
        Ok(found)
    }
}

/// An error comes as XML in the archive.
fn refused(content: &[u8]) -> Result<(), Issue> {
    let text = String::from_utf8_lossy(content);
    let document = xml::parse(&text).map_err(unexpected)?;
    let code = document.first("ERR_CODE").map_or("", |node| node.text.trim());
    if code == NO_DATA {
        return Ok(());
    }
    let said = document.first("ERR_DESC").map_or("no description", |node| node.text.trim());
    Err(unexpected(format!("error {code}: {said}")))
}
