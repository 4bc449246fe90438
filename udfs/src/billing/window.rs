use chrono::TimeDelta;

use crate::model::{DemandCharge, Instant, Span};
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
