//! Prices of a SOAP service: an envelope with times and a key in it, and the names of elements in the answer. See README.md.

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use chrono::TimeDelta;
use serde::Deserialize;
use udfs::model::Span;
use udfs::store::Store;
use udfs::{Code, Issue, Issues};

use super::form::TimeForm;
use crate::http::{Ask, Auth};
use crate::load::Job;
use crate::market::feed::{at, missing, unexpected};
use crate::market::{Asked, Common, Feed, Found, Prices, Quote, Reading, Unit};
use crate::soap_fault;
use crate::xml::{self, Node};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    #[serde(default)]
    part: String,
    /// File of the request, with `${start}`, `${end}` and `${key}`.
    envelope: PathBuf,
    /// Of the SOAPAction header.
    #[serde(default)]
    action: String,
    #[serde(default)]
    asked_times: TimeForm,
    longest: Option<String>,
    price: Names,
}

/// Elements, without namespace.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    element: String,
    start: String,
    end: String,
    amount: String,
    /// Of all, such as `EUR/MWh`; else elements say it.
    unit: Option<String>,
    currency: Option<String>,
    energy: Option<String>,
    #[serde(default)]
    times: TimeForm,
}

#[derive(Debug)]
pub struct Soap {
    settings: Settings,
    envelope: String,
    longest: TimeDelta,
}

impl Soap {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Prices, Issues> {
        let (common, settings): (_, Settings) = Common::of(job)?;
        if common.url.is_none() {
            return Err(job.refuse("url", "no address", "give that of the service").into());
        }
        if settings.price.unit.is_some() == (settings.price.currency.is_some() && settings.price.energy.is_some()) {
            let fix = "give unit, or the elements currency and energy";
            return Err(job.refuse("price.unit", "the unit of the prices is not clear", fix).into());
        }
        let path = job.base.join(&settings.envelope);
        let envelope = std::fs::read_to_string(&path).map_err(|e| {
            let place = job.place().column("envelope");
            Issue::error(Code::Io, place, format!("{}: {e}", path.display()), "check the path of the envelope")
        })?;
        let longest = Common::time(job, "longest", settings.longest.as_deref(), TimeDelta::days(7))?;
        Prices::open(job, store, common, Box::new(Self { settings, envelope, longest }))
    }
}

impl Feed for Soap {
    fn system(&self) -> &'static str {
        "soap"
    }

    fn part(&self) -> String {
        self.settings.part.clone()
    }

    fn longest(&self) -> TimeDelta {
        self.longest
    }

    fn auth(&self, key: &str) -> Option<Auth> {
        Some(Auth::Body { key: key.into() })
    }

    fn ask(&self, url: Option<&str>, during: Span) -> Result<Ask, Issue> {
        let form = self.settings.asked_times;
        let body =
            self.envelope.replace("${start}", &form.write(during.start)).replace("${end}", &form.write(during.end));
        let ask = Ask::send("POST", at(None, url.unwrap_or_default())?, "text/xml; charset=utf-8", body.into_bytes());
        // a fault comes with 500, and is an answer
        let ask =
            ask.repeatable().types(&["text/xml", "application/xml", "application/soap+xml"]).statuses(&[400, 500]);
        Ok(ask.header("SOAPAction", &format!("\"{}\"", self.settings.action)))
    }

    fn read(&self, body: &[u8], _: &Asked) -> Result<Reading, Issues> {
        let text = std::str::from_utf8(body).map_err(|e| unexpected(e.to_string()))?;
        let document = xml::parse(text).map_err(unexpected)?;
        let Some(content) = document.child("Body").filter(|_| document.name == "Envelope") else {
            return Err(unexpected(format!("<{}> is no envelope with a body", document.name)).into());
        };
        if let Some(fault) = content.child("Fault") {
            return Err(soap_fault::told(fault, unexpected).into());
        }
        let mut elements = Vec::new();
        content.all(&self.settings.price.element, &mut elements);
        let found = elements.iter().enumerate().map(|(number, element)| self.settings.price.found(number, element));
        Ok(Reading { found: found.collect(), ..Reading::default() })
    }
}

impl Names {
    fn found(&self, number: usize, element: &Node) -> Found {
        let key = element.text_of(&self.start).map_or_else(|| format!("#{number}"), String::from);
        Found::new(key, element.to_string(), self.quote(element))
    }

    fn quote(&self, element: &Node) -> Result<Quote, Issue> {
        let word = |name: &str| element.text_of(name).ok_or_else(|| missing(name));
        let time = |name: &str| self.times.read(word(name)?).ok_or_else(|| missing(name));
        let unit = match (&self.unit, &self.currency, &self.energy) {
            (None, Some(currency), Some(energy)) => Unit::known(&format!("{}/{}", word(currency)?, word(energy)?))?,
            (unit, ..) => Unit::known(unit.as_deref().unwrap_or_default())?,
        };
        let amount = word(&self.amount)?.parse().map_err(|_| missing(&self.amount))?;
        Quote::new(time(&self.start)?, time(&self.end)?, amount, &unit)
    }
}
