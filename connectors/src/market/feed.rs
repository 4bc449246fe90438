use std::collections::BTreeMap;
use std::fmt::Debug;

use chrono::TimeDelta;
use udfs::error::Place;
use udfs::model::Span;
use udfs::{Code, Issue, Issues};
use url::Url;

use super::quote::Quote;
use crate::http::{Ask, Auth, address};

/// A source of prices.
pub trait Feed: Debug + Sync {
    /// As in `source_system` of the rows.
    fn system(&self) -> &'static str;

    /// What the prices are of: an area, node or product.
    fn part(&self) -> String;

    /// Of one request.
    fn longest(&self) -> TimeDelta;

    /// Requests a minute, unless the job says otherwise.
    fn requests_per_minute(&self) -> u32 {
        60
    }

    /// How a key of the job is sent.
    fn auth(&self, key: &str) -> Option<Auth> {
        let _ = key;
        None
    }

    fn ask(&self, url: Option<&str>, during: Span) -> Result<Ask, Issue>;

    /// The prices in an answer.
    fn read(&self, body: &[u8], asked: &Asked) -> Result<Reading, Issues>;
}

/// What an answer is to.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub during: Span,
    /// From 0.
    pub page: usize,
}

/// What an answer holds.
#[derive(Debug, Default)]
pub struct Reading {
    pub found: Vec<Found>,
    /// Address of the next page.
    pub next: Option<String>,
    /// Prices on all pages.
    pub count: Option<u64>,
    /// Fields that the feed does not know.
    pub drift: BTreeMap<String, u64>,
}

/// One price, or why it is none.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its own, where it cannot be read; else its start says it.
    pub key: String,
    pub raw: String,
    pub read: Result<Quote, Issue>,
}

impl Found {
    pub fn new(key: impl Into<String>, raw: impl Into<String>, read: Result<Quote, Issue>) -> Self {
        Self { key: key.into(), raw: raw.into(), read }
    }
}

/// The address that the job gives in place of the official one.
pub fn at(given: Option<&str>, official: &str) -> Result<Url, Issue> {
    address(Place::new("job").column("url"), given.unwrap_or(official))
}

pub fn unexpected(cause: impl Into<String>) -> Issue {
    let fix = "see whether the address is the interface's own, and of the version that the README names";
    Issue::error(Code::UnexpectedAnswer, Place::new("answer"), cause, fix)
}

pub fn missing(what: &str) -> Issue {
    let fix = "ask the source; the record waits in quarantine";
    Issue::error(Code::MissingField, Place::new("price").column(what), format!("no {what}"), fix)
}
