use serde::Deserialize;
use serde_json::value::RawValue;
use udfs::Issue;

use crate::http::Answer;

/// A piece of a collection: `{"d": {"results": [...], "__next": "..."}}`.
#[derive(Debug, Deserialize)]
pub struct Page<'a> {
    #[serde(borrow, default)]
    pub results: Vec<&'a RawValue>,
    /// Where the server goes on; opaque, absolute or relative.
    #[serde(rename = "__next")]
    pub next: Option<String>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    d: Page<'a>,
}

#[derive(Deserialize)]
struct Failure {
    error: Told,
}

#[derive(Deserialize)]
struct Told {
    #[serde(default)]
    code: String,
    message: Message,
    #[serde(default)]
    innererror: Inner,
}

#[derive(Default, Deserialize)]
struct Inner {
    #[serde(default)]
    errordetails: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    message: Message,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    Worded { value: String },
    Plain(String),
}

impl<'a> Page<'a> {
    pub fn of(answer: &'a Answer) -> Result<Self, Issue> {
        let envelope: Envelope<'a> = serde_json::from_slice(&answer.body).map_err(|e| told(answer, &e.to_string()))?;
        Ok(envelope.d)
    }
}

/// The system's own words where it says what is wrong, else what is wrong with the answer.
pub fn told(answer: &Answer, otherwise: &str) -> Issue {
    match serde_json::from_slice::<Failure>(&answer.body) {
        Ok(Failure { error }) => {
            let words = |message: Message| match message {
                Message::Worded { value } | Message::Plain(value) => value,
            };
            let mut said = vec![words(error.message)];
            for detail in error.innererror.errordetails {
                let detail = words(detail.message);
                if !said.contains(&detail) {
                    said.push(detail);
                }
            }
            answer.malformed(&format!("{} {}: {}", answer.status, error.code, said.join("; ")))
        }
        Err(_) => answer.malformed(otherwise),
    }
}
