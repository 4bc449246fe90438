use chrono::TimeDelta;

use super::{Instant, Span};

/// The planning horizon `[start, end)`, cut into intervals that are aligned to the clock in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    pub start: Instant,
    pub end: Instant,
    /// Divides 60.
    pub interval_minutes: u32,
}

impl Horizon {
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }

    pub fn intervals(&self) -> usize {
        let minutes = self.span().minutes().max(0);
        usize::try_from(minutes / i64::from(self.interval_minutes)).unwrap_or(0)
    }

    /// Start of interval `index`; `index == intervals()` gives the end.
    pub fn instant(&self, index: usize) -> Instant {
        let index = i64::try_from(index).unwrap_or(i64::MAX);
        self.start + TimeDelta::minutes(index.saturating_mul(i64::from(self.interval_minutes)))
    }

    pub fn interval(&self, index: usize) -> Span {
        Span { start: self.instant(index), end: self.instant(index + 1) }
    }

    /// The interval boundary at `at`, or `None` off the grid or outside `[start, end]`.
    pub fn boundary(&self, at: Instant) -> Option<usize> {
        let minutes = (at - self.start).num_minutes();
        let step = i64::from(self.interval_minutes);
        (at >= self.start && at <= self.end && minutes % step == 0 && self.start + TimeDelta::minutes(minutes) == at)
            .then(|| usize::try_from(minutes / step).ok())
            .flatten()
    }

    /// Last boundary not after `at`, clamped to the horizon.
    pub fn floor(&self, at: Instant) -> usize {
        let minutes = (at - self.start).num_minutes().max(0);
        usize::try_from(minutes / i64::from(self.interval_minutes)).unwrap_or(0).min(self.intervals())
    }

    /// First boundary not before `at`, clamped to the horizon.
    pub fn ceil(&self, at: Instant) -> usize {
        let step = i64::from(self.interval_minutes);
        let minutes = (at - self.start).num_minutes().max(0);
        usize::try_from((minutes + step - 1) / step).unwrap_or(0).min(self.intervals())
    }
}
