//! ENTSO-E's transparency platform: day-ahead prices (A44) of Europe's bidding zones, with a key. See README.md.

mod document;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;
use serde::Deserialize;
use udfs::model::{Instant, Span};
use udfs::store::Store;
use udfs::{Code, Issue, Issues};

use super::feed::{Feed, Reading, at, unexpected};
use super::{Common, Prices};
use crate::http::{Ask, Auth};
use crate::load::Job;
use crate::xml;

const OFFICIAL: &str = "https://web-api.tp.entsoe.eu/api";
/// Of an acknowledgement that is no error.
const NO_DATA: &str = "999";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entsoe {
    /// EIC code of the bidding zone, such as `10YBE----------2`.
    zone: String,
    /// Of zones with several auctions a day.
    #[serde(default = "first")]
    sequence: u32,
}

fn first() -> u32 {
    1
}

impl Entsoe {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Prices, Issues> {
        let (common, feed): (_, Self) = Common::of(job)?;
        Prices::open(job, store, common, Box::new(feed))
    }
}

impl Feed for Entsoe {
    fn system(&self) -> &'static str {
        "entsoe"
    }

    fn part(&self) -> String {
        self.zone.clone()
    }

    /// It allows a year.
    fn longest(&self) -> TimeDelta {
        TimeDelta::days(90)
    }

    /// It allows 400.
    fn requests_per_minute(&self) -> u32 {
        300
    }

    fn auth(&self, key: &str) -> Option<Auth> {
        Some(Auth::Query { name: "securityToken".into(), key: key.into() })
    }

    fn ask(&self, url: Option<&str>, during: Span) -> Result<Ask, Issue> {
        let mut url = at(url, OFFICIAL)?;
        let time = |at: Instant| at.format("%Y%m%d%H%M").to_string();
        url.query_pairs_mut()
            .append_pair("documentType", "A44")
            .append_pair("in_Domain", &self.zone)
            .append_pair("out_Domain", &self.zone)
            .append_pair("periodStart", &time(during.start))
            .append_pair("periodEnd", &time(during.end));
        // an acknowledgement comes with any of these
        Ok(Ask::get(url, &["text/xml", "application/xml"]).statuses(&[400, 401]))
    }

    fn read(&self, body: &[u8], _: Span) -> Result<Reading, Issues> {
        let text = std::str::from_utf8(body).map_err(|e| unexpected(e.to_string()))?;
        let document = xml::parse(text).map_err(unexpected)?;
        match document.name.as_str() {
            "Publication_MarketDocument" => {
                Ok(Reading { found: document::prices(&document, self.sequence), ..Reading::default() })
            }
            "Acknowledgement_MarketDocument" => Ok(acknowledged(&document)?),
            other => Err(unexpected(format!("a document <{other}>")).into()),
        }
    }
}

/// No data, or an error: only the words tell.
fn acknowledged(document: &xml::Node) -> Result<Reading, Issue> {
    let reason = document.child("Reason");
    let said = |name: &str| reason.and_then(|reason| reason.child(name)).map_or("", |node| node.text.trim());
    let text: String = said("text").chars().take(300).collect();
    let lower = text.to_lowercase();
    if said("code") == NO_DATA && lower.contains("no matching data") {
        return Ok(Reading::default());
    }
    let refused = ["security token", "unauthorized", "authentication"].iter().any(|word| lower.contains(word));
    let issue = unexpected(format!("refused: {text}"));
    if refused {
        let fix = "check the key, and that the account has access to the web API";
        return Err(Issue { code: Code::AccessRefused, fix: fix.into(), ..issue });
    }
    Err(issue)
}
