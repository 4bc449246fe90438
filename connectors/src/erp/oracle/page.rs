use serde::Deserialize;
use serde_json::{Map, Value};
use udfs::Issue;

use crate::http::Answer;

/// `{"items": [...], "hasMore": true}`.
#[derive(Debug, Deserialize)]
pub struct Collection {
    pub items: Vec<Map<String, Value>>,
    #[serde(rename = "hasMore", default)]
    pub has_more: bool,
}

#[derive(Deserialize)]
struct Failure {
    title: Option<String>,
    #[serde(rename = "o:errorDetails", default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    detail: String,
}

impl Collection {
    pub fn of(answer: &Answer) -> Result<Self, Issue> {
        if answer.is_success() { answer.json() } else { Err(told(answer)) }
    }
}

/// The system's own words; older versions of its framework write plain text.
pub fn told(answer: &Answer) -> Issue {
    let words = match answer.json::<Failure>() {
        Ok(failure) => {
            let details = failure.details.into_iter().map(|detail| detail.detail);
            failure.title.into_iter().chain(details).collect::<Vec<_>>().join(": ")
        }
        Err(_) => answer.text().unwrap_or_default().chars().take(300).collect(),
    };
    answer.malformed(&format!("{}: {words}", answer.status))
}
