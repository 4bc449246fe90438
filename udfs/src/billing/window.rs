use chrono::TimeDelta;

use super::series::Series;
use crate::model::{Decimal, DemandCharge, Instant, Span};
use crate::tariff::Clock;

/// The billed part of a metering window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// On the local clock's grid; the window itself may have begun before the billed part.
    pub start: Instant,
    /// The minutes of the window that count: in the horizon, the billing month and the charge's hours.
    pub spans: Vec<Span>,
}

impl Window {
    /// Cuts sorted spans into windows of this length, aligned to the local clock.
    pub fn all(spans: &[Span], window_minutes: u32, clock: &Clock) -> Vec<Self> {
        windows(spans, window_minutes, clock)
    }

    pub fn minutes(&self) -> i64 {
        self.spans.iter().map(Span::minutes).sum()
    }

    /// Mean power over the billed part.
    pub(super) fn mean_kw(&self, series: &Series) -> Decimal {
        let kw_minutes: Decimal = self.spans.iter().map(|span| series.kw_minutes(*span)).sum();
        kw_minutes / Decimal::from(self.minutes().max(1))
    }
}

/// Cuts sorted `spans` into metering windows, aligned to the local clock; a day is a local day, however long.
pub(super) fn windows(spans: &[Span], window_minutes: u32, clock: &Clock) -> Vec<Window> {
    let length = i64::from(window_minutes.max(1)) * 60;
    let mut windows: Vec<Window> = Vec::new();
    for span in spans {
        let mut at = span.start;
        while at < span.end {
            let whole = if window_minutes == DemandCharge::DAY_WINDOW_MINUTES {
                clock.day_of(at)
            } else {
                let start = at - TimeDelta::seconds(clock.local(at).second_of_day % length);
                Span { start, end: start + TimeDelta::seconds(length) }
            };
            let (start, end) = (whole.start, whole.end.min(span.end));
            let part = Span { start: at, end };
            match windows.last_mut().filter(|last| last.start == start) {
                Some(last) => last.spans.push(part),
                None => windows.push(Window { start, spans: vec![part] }),
            }
            at = end;
        }
    }
    windows
}

/// The highest mean and when its window starts: the first of equals.
pub(super) fn peak(windows: &[Window], series: &Series) -> Option<(Decimal, Instant)> {
    let mut highest: Option<(Decimal, Instant)> = None;
    for window in windows {
        let mean = window.mean_kw(series);
        if highest.is_none_or(|(kw, _)| kw < mean) {
            highest = Some((mean, window.start));
        }
    }
    highest
}
