use chrono::TimeDelta;
use udfs::Issue;
use udfs::model::{Decimal, Instant, Span};
use udfs::row::Cell;

use crate::json;
use crate::market::feed::missing;
use crate::market::reconcile::{Taken, around};
use crate::market::time::{duration, instant};
use crate::market::{Found, Quote, Unit};

/// Until further notice.
const FOR_EVER: &str = "P9999Y";

/// The prices within a stretch of time. Where events overlap the one of the higher priority counts: the lower number.
pub fn prices(events: &[Cell], payload: &str, unit: Option<&str>, during: Span) -> Vec<Found> {
    let priority = |event: &&Cell| json::number(event, "/priority").unwrap_or(Decimal::MAX);
    let mut sorted: Vec<&Cell> = events.iter().collect();
    sorted.sort_by_key(priority);
    let mut taken = Taken::default();
    let mut found = Vec::new();
    for event in sorted {
        let own = of_event(event, payload, unit, during);
        let before = taken.clone();
        for price in own {
            match &price.read {
                Ok(quote) if quote.span.end <= during.start || quote.span.start >= during.end => {}
                Ok(quote) => {
                    taken.add(quote.span);
                    let left = around(quote, &before).into_iter();
                    found.extend(left.map(|quote| Found { read: Ok(quote), ..price.clone() }));
                }
                Err(_) => found.push(price),
            }
        }
    }
    found
}

fn of_event(event: &Cell, payload: &str, unit: Option<&str>, during: Span) -> Vec<Found> {
    let id = json::word(event, "/id").unwrap_or_default();
    let unit = unit_of(event, payload, unit);
    let mut next = json::text(event, "/intervalPeriod/start").and_then(instant);
    let mut found = Vec::new();
    for (number, interval) in json::list(event, "/intervals").unwrap_or_default().iter().enumerate() {
        let span = span(event, interval, next, during.end);
        next = span.as_ref().ok().map(|span| span.end);
        for amount in amounts(interval, payload) {
            let read = span.clone().and_then(|span| {
                let amount = amount.ok_or_else(|| missing("values"))?;
                Quote::new(span.start, span.end, amount, unit.as_ref().map_err(Clone::clone)?)
            });
            found.push(Found::new(format!("{id}/{number}"), json::shown(event), read));
        }
    }
    found
}

/// An interval has a period of its own, or follows on the one before.
fn span(event: &Cell, interval: &Cell, next: Option<Instant>, end: Instant) -> Result<Span, Issue> {
    let own = json::text(interval, "/intervalPeriod/start").and_then(instant);
    let start = own.or(next).ok_or_else(|| missing("intervalPeriod/start"))?;
    let length = json::text(interval, "/intervalPeriod/duration").or(json::text(event, "/intervalPeriod/duration"));
    let end = match length {
        Some(FOR_EVER) => Some(end.max(start + TimeDelta::days(1))),
        length => length.and_then(duration).and_then(|length| start.checked_add_signed(length)),
    };
    Ok(Span { start, end: end.ok_or_else(|| missing("intervalPeriod/duration"))? })
}

fn amounts(interval: &Cell, payload: &str) -> Vec<Option<Decimal>> {
    let payloads = json::list(interval, "/payloads").unwrap_or_default().iter();
    payloads
        .filter(|cell| json::text(cell, "/type") == Some(payload))
        .map(|cell| json::number(cell, "/values/0"))
        .collect()
}

fn unit_of(event: &Cell, payload: &str, given: Option<&str>) -> Result<Unit, Issue> {
    let descriptors = json::list(event, "/payloadDescriptors").unwrap_or_default().iter();
    let descriptor = descriptors.clone().find(|cell| json::text(cell, "/payloadType") == Some(payload));
    let word = |name: &str| descriptor.and_then(|cell| json::text(cell, name));
    match (word("/currency"), word("/units")) {
        (Some(currency), Some(units)) => Unit::known(&format!("{currency}/{units}")),
        _ => Unit::known(given.ok_or_else(|| missing("payloadDescriptors"))?),
    }
}
