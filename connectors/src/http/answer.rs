use bytes::Bytes;
use serde::de::DeserializeOwned;
use udfs::error::Place;
use udfs::model::Instant;
use udfs::{Code, Issue};
use url::Url;

use crate::load::Payload;

/// What came back, as it came.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    /// After redirections.
    pub url: Url,
    /// The address without secrets.
    pub reference: String,
    /// Decompressed.
    pub body: Bytes,
    pub received_at: Instant,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// There is nothing newer than what the request named.
    pub fn is_known(&self) -> bool {
        self.status == 304
    }

    pub fn payload(&self) -> Payload {
        Payload::new(&self.reference, &self.body, self.received_at)
    }

    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Issue> {
        serde_json::from_slice(&self.body).map_err(|e| self.malformed(&e.to_string()))
    }

    pub fn text(&self) -> Result<&str, Issue> {
        std::str::from_utf8(&self.body).map_err(|e| self.malformed(&e.to_string()))
    }

    pub fn malformed(&self, cause: &str) -> Issue {
        let fix = "see whether the address is the interface's own, and of the version that the README names";
        Issue::error(Code::UnexpectedAnswer, Place::new(&self.reference), cause, fix)
    }

    /// As if it had come with status 200.
    #[cfg(test)]
    pub fn of(body: &[u8]) -> Self {
        Self {
            status: 200,
            headers: reqwest::header::HeaderMap::new(),
            url: "http://h/".parse().expect("an address"),
            reference: "http://h/".into(),
            body: Bytes::copy_from_slice(body),
            received_at: Instant::default(),
        }
    }
}
