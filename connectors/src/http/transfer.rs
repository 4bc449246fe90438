//! One try: from the request to the last byte of its answer.

use std::error::Error;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};
use udfs::Code;
use udfs::model::Instant;
use url::Url;

use super::ask::Ask;
use super::failure::Failure;
use super::settings::Limits;
use crate::load::retry_after;

/// Of a body that is shown in an error.
const SHOWN: usize = 300;

/// An answer before its body.
#[derive(Debug)]
pub struct Head {
    pub status: u16,
    pub headers: HeaderMap,
    pub url: Url,
}

pub async fn transfer(
    request: RequestBuilder,
    ask: &Ask,
    limits: &Limits,
    timeout: Duration,
    now: Instant,
) -> Result<(Head, Bytes), Failure> {
    let whole = async {
        let response = request.send().await.map_err(|e| unsent(&e))?;
        let (status, headers, url) = (response.status().as_u16(), response.headers().clone(), response.url().clone());
        let head = Head { status, headers, url };
        let body = read(response, limits).await;
        match judge(&head, ask, now) {
            Ok(()) => Ok((head, body?)),
            Err(failure) => Err(with_text(failure, &head, body)),
        }
    };
    let late = || Failure::passing(format!("no whole answer within {} s", timeout.as_secs_f32().ceil()));
    tokio::time::timeout(timeout, whole).await.unwrap_or_else(|_| Err(late()))
}

async fn read(mut response: Response, limits: &Limits) -> Result<Bytes, Failure> {
    let mut body = BytesMut::new();
    loop {
        let silent = |_| Failure::passing(format!("silent for {} s in mid-answer", limits.read_timeout.as_secs()));
        let chunk = tokio::time::timeout(limits.read_timeout, response.chunk()).await.map_err(silent)?;
        match chunk.map_err(|e| Failure::passing(format!("the answer broke off: {}", cause(&e))))? {
            None => return Ok(body.freeze()),
            Some(chunk) if (body.len() + chunk.len()) as u64 > limits.max_body => {
                let message = format!("the answer is longer than {} MiB", limits.max_body >> 20);
                return Err(Failure::lasting(Code::TooLarge, message));
            }
            Some(chunk) => body.extend_from_slice(&chunk),
        }
    }
}

/// Whether this is an answer to the request.
fn judge(head: &Head, ask: &Ask, now: Instant) -> Result<(), Failure> {
    let status = head.status;
    let named = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
    let content_type = named(CONTENT_TYPE).unwrap_or("no content type");
    let fits = ask.takes(content_type);
    let failure = match status {
        204 | 304 => return Ok(()),
        200..=299 if fits => return Ok(()),
        _ if ask.statuses.contains(&status) && fits => return Ok(()),
        200..=299 if ask.busy_type.is_some_and(|busy| content_type.starts_with(busy)) => {
            Failure::passing(format!("busy: answers {status} with {content_type}"))
        }
        200..=299 => {
            let wanted = ask.types.join(" or ");
            let message = format!("answers with {content_type}, not {wanted}: a logon page or a notice?");
            Failure::lasting(Code::UnexpectedAnswer, message)
        }
        300..=399 => {
            let to = named(LOCATION).and_then(|to| head.url.join(to).ok());
            let to = to.map_or("nowhere".into(), |to| format!("{}{}", to.origin().ascii_serialization(), to.path()));
            Failure::lasting(Code::UnexpectedAnswer, format!("sends us to {to}: a logon page?"))
        }
        401 | 407 => Failure::lasting(Code::AccessRefused, format!("{status}: who we are is not accepted")),
        403 => Failure::lasting(Code::AccessRefused, "403: this user may not"),
        408 | 425 | 429 | 500 | 502 | 503 | 504 => Failure {
            is_untouched: status == 429,
            retry_after: named(RETRY_AFTER).and_then(|text| retry_after(text, now)),
            ..Failure::passing(format!("answers {status}"))
        },
        _ => Failure::lasting(Code::UnexpectedAnswer, format!("answers {status}")),
    };
    Err(Failure { status: Some(status), ..failure })
}

/// What a server says of an error helps; a page for browsers does not.
fn with_text(failure: Failure, head: &Head, body: Result<Bytes, Failure>) -> Failure {
    let is_page = head.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let text = body.map(|body| String::from_utf8_lossy(&body).into_owned()).unwrap_or_default();
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
    if is_page || text.is_empty() {
        return failure;
    }
    Failure { message: format!("{}: {text}", failure.message), ..failure }
}

fn unsent(e: &reqwest::Error) -> Failure {
    let message = cause(e);
    // whoever else answers there will still do so at the next try
    if e.is_builder() || message.contains("certificate") {
        return Failure::lasting(Code::Unreachable, message);
    }
    Failure { is_untouched: e.is_connect(), ..Failure::passing(message) }
}

/// The last cause is what says something; its address would say too much.
fn cause(e: &reqwest::Error) -> String {
    let mut deepest: &dyn Error = e;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    let shown = deepest.to_string();
    match e.url() {
        Some(url) => shown.replace(url.as_str(), "the address"),
        None => shown,
    }
}
