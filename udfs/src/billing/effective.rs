use chrono_tz::Tz;

use super::load_row::LoadRow;
use crate::error::{Code, Issue, Place};
use crate::model::{Span, Tariff};
use crate::tariff::Clock;

/// The tariff as if it were in effect at any time, to price a load of another year by it; a warning where it is not in
/// effect for all of `span`.
pub fn at_any_time(tariff: &Tariff, zone: Tz, span: Option<Span>) -> (Tariff, Option<Issue>) {
    let always = Tariff { effective_date: None, expiry_date: None, ..tariff.clone() };
    let clock = Clock::new(zone);
    let is_early = |span: Span| tariff.effective_date.is_some_and(|first| span.start < clock.date_start(first));
    let is_late = |span: Span| tariff.expiry_date.is_some_and(|expiry| clock.date_start(expiry) < span.end);
    let outside = span.filter(|span| is_early(*span) || is_late(*span)).map(|span| {
        let from = tariff.effective_date.map_or(String::new(), |first| format!(" from {first}"));
        let to = tariff.expiry_date.map_or(String::new(), |expiry| format!(" until {expiry}, excluded"));
        let message = format!("the tariff is in effect{from}{to}; the load is of {} to {}", span.start, span.end);
        let place = Place::new("tariff").key(&tariff.tariff_id);
        Issue::warning(Code::TariffNotEffective, place, message, "it is billed as if the tariff were in effect")
    });
    (always, outside)
}

/// From the first to the last instant of a load.
pub fn span_of(load: &[LoadRow]) -> Option<Span> {
    let start = load.iter().map(|row| row.span.start).min()?;
    let end = load.iter().map(|row| row.span.end).max()?;
    Some(Span { start, end })
}
