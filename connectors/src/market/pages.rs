use udfs::model::Span;
use udfs::{Issue, Issues};
use url::Url;

use super::feed::{Feed, Reading, unexpected};
use crate::http::{Answer, Ask, Client};
use crate::load::Session;

/// Of one request.
const MOST_PAGES: usize = 10_000;
/// A source that changes again and again while it is read.
const MOST_STARTS: usize = 3;

/// All pages of an answer. One that changes under way is read from the start again: what moved from page to page would be
/// missed.
pub fn pages(
    feed: &dyn Feed,
    client: &Client,
    session: &Session<'_>,
    ask: &Ask,
    during: Span,
) -> Result<Vec<(Answer, Reading)>, Issues> {
    for _ in 0..MOST_STARTS {
        if let Some(pages) = all(feed, client, session, ask, during)? {
            return Ok(pages);
        }
        session.log("warn", "changed", &[("url", session.redactor.url(&ask.url).into())]);
    }
    Err(unexpected("the source changes faster than it can be read").into())
}

fn all(
    feed: &dyn Feed,
    client: &Client,
    session: &Session<'_>,
    ask: &Ask,
    during: Span,
) -> Result<Option<Vec<(Answer, Reading)>>, Issues> {
    let mut pages: Vec<(Answer, Reading)> = Vec::new();
    let mut seen = vec![ask.url.clone()];
    let mut ask = ask.clone();
    loop {
        let answer = client.send(session, &ask)?;
        let reading = feed.read(&answer.body, during)?;
        if pages.last().is_some_and(|(_, last)| last.count != reading.count) {
            return Ok(None);
        }
        let next = reading.next.as_deref().map(|next| follow(&ask.url, next)).transpose()?;
        pages.push((answer, reading));
        let Some(next) = next else { return Ok(Some(pages)) };
        if seen.contains(&next) || pages.len() >= MOST_PAGES {
            return Err(unexpected("the pages have no end").into());
        }
        seen.push(next.clone());
        ask.url = next;
    }
}

/// The key goes with it, so it must stay with the host.
fn follow(from: &Url, next: &str) -> Result<Url, Issue> {
    let next = from.join(next).map_err(|e| unexpected(format!("the address of the next page: {e}")))?;
    if next.origin() == from.origin() { Ok(next) } else { Err(unexpected("the next page is on another host")) }
}
