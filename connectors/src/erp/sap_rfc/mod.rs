//! SAP ECC without a gateway: production orders by BAPI_PRODORD_GET_LIST over SOAP.

mod envelope;
mod orders;

use serde::Deserialize;
use udfs::error::Place;
use udfs::store::Store;
use udfs::{Code, Issue, Issues};
use url::Url;

use super::process::{Process, Target};
use super::wall_clock;
use crate::http::{self, Answer, Ask, Client};
use crate::load::{Job, Page, Record, Request, Session, Sink, Source, Stream};
use crate::soap_fault;
use crate::xml::{self, Node};

pub const SYSTEM: &str = "sap";
const STREAM: &str = "production_orders";
const ACTION: &str = "urn:sap-com:document:sap:rfc:functions";
const XML: &[&str] = &["text/xml", "application/xml"];

/// What a job of kind `sap_rfc` says; see the README.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// `https://HOST:44300/sap/bc/soap/rfc`
    url: String,
    plant: String,
    client: Option<String>,
    #[serde(default)]
    http: http::Settings,
    time_zone: Option<String>,
    schedule: Option<String>,
    process: Vec<Process>,
    /// Texts of the system's status that end an order.
    #[serde(default = "over")]
    over: Vec<String>,
}

fn over() -> Vec<String> {
    ["TECO", "CLSD", "DLFL", "DLT", "CNF"].map(String::from).into()
}

/// A plant of an SAP system.
#[derive(Debug)]
pub struct SapRfc {
    tenant: String,
    settings: Settings,
    target: Target,
    url: Url,
    client: Client,
}

impl SapRfc {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Self, Issues> {
        let settings: Settings = job.settings()?;
        let client = Client::new(job, settings.http.clone())?;
        let mut url = client.address("url", &settings.url)?;
        if let Some(client) = &settings.client {
            url.query_pairs_mut().append_pair("sap-client", client);
        }
        let zone = wall_clock::zone(job, settings.time_zone.as_deref(), store)?;
        let target = Target { site: wall_clock::site(job)?, zone, schedule: settings.schedule.clone() };
        Ok(Self { tenant: job.tenant.clone(), settings, target, url, client })
    }

    /// The orders of the plant; at most so many, or all.
    fn list(&self, session: &Session<'_>, limit: Option<usize>) -> Result<(Answer, Vec<Node>), Issue> {
        let body = envelope::list(&self.settings.plant).into_bytes();
        // a fault comes with 500, and is an answer
        let ask = Ask::send("POST", self.url.clone(), "text/xml; charset=utf-8", body).types(XML).statuses(&[500]);
        let answer = self.client.send(session, &ask.repeatable().header("SOAPAction", ACTION))?;
        let mut orders = orders_of(&answer)?;
        orders.truncate(limit.unwrap_or(usize::MAX));
        Ok((answer, orders))
    }
}

fn orders_of(answer: &Answer) -> Result<Vec<Node>, Issue> {
    let document = xml::parse(answer.text()?).map_err(|e| answer.malformed(&e))?;
    if let Some(fault) = document.first("Fault") {
        return Err(soap_fault::told(fault, |said| answer.malformed(&said)));
    }
    envelope::orders(&document).map_err(|told| answer.malformed(&told))
}

/// Whether anything of an answer is read.
#[cfg(test)]
pub(crate) fn reads(rfc: &SapRfc, answer: &Answer) -> bool {
    orders_of(answer).is_ok_and(|orders| orders.iter().any(|order| orders::record(rfc, order).read.is_ok()))
}

impl Source for SapRfc {
    fn system(&self) -> &str {
        SYSTEM
    }

    fn streams(&self, _: &Session<'_>, _: &dyn Store) -> Result<Vec<Stream>, Issues> {
        Ok(vec![Stream::new(STREAM, &self.settings.plant)])
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        let (_, orders) = self.list(session, None)?;
        Ok(format!("BAPI_PRODORD_GET_LIST gives {} orders of {}", orders.len(), self.settings.plant))
    }

    /// The function has no pages and tells no changes: each run reads the orders of the plant.
    fn fetch(&self, session: &Session<'_>, _: &Stream, request: &Request, sink: &mut Sink<'_>) -> Result<(), Issues> {
        let (answer, orders) = self.list(session, request.limit)?;
        let records = orders.iter().map(|order| orders::record(self, order)).collect();
        sink(Page { payloads: vec![answer.payload()], records, ..Page::default() })
    }

    fn again(&self, _: &str, key: &str, raw: &str) -> Record {
        match xml::parse(raw) {
            Ok(order) => orders::record(self, &order),
            Err(e) => {
                let issue = Issue::error(Code::Malformed, Place::new(key), e, "run the job again");
                Record { key: key.into(), raw: raw.into(), read: Err(vec![issue]) }
            }
        }
    }

    fn gives_whole_records(&self) -> bool {
        true
    }
}
