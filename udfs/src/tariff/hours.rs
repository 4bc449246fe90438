use super::Calendar;
use crate::model::{DemandCharge, LocalTime, Span};

/// Whether a minute of the day lies in `[start, end)`; `start > end` wraps over midnight.
pub(super) fn contains(start: LocalTime, end: LocalTime, minute_of_day: u16) -> bool {
    let (start, end) = (start.minute_of_day(), end.minute_of_day());
    if start <= end { (start..end).contains(&minute_of_day) } else { minute_of_day >= start || minute_of_day < end }
}

/// Where a demand charge applies within `span`: its own hours in its own months, whatever the periods are.
pub fn charge_spans(calendar: &Calendar, charge: &DemandCharge, span: Span) -> Vec<Span> {
    let hours = charge.hours.as_deref();
    let mut breakpoints: Vec<u16> = hours
        .unwrap_or_default()
        .iter()
        .flat_map(|h| [h.start_time, h.end_time])
        .map(LocalTime::minute_of_day)
        .collect();
    breakpoints.sort_unstable();
    let mut spans: Vec<Span> = Vec::new();
    for stretch in calendar.walk(span, |_| &breakpoints) {
        let (kind, minute) = (calendar.kind_of(stretch.local.day), stretch.local.minute_of_day());
        let in_months = charge.months.as_ref().is_none_or(|months| months.contains(&kind.month()));
        let in_hours = hours.is_none_or(|hours| {
            hours
                .iter()
                .any(|h| kind.matches(&h.day_type, h.months.as_ref()) && contains(h.start_time, h.end_time, minute))
        });
        if in_months && in_hours {
            push(&mut spans, stretch.span);
        }
    }
    spans
}

/// Adds a span, joined to the last one where they touch.
pub(crate) fn push(spans: &mut Vec<Span>, span: Span) {
    match spans.last_mut().filter(|last| last.end == span.start) {
        Some(last) => last.end = span.end,
        None => spans.push(span),
    }
}
