use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

use super::clock::{Clock, instant};
use crate::model::{Decimal, Span};

/// A billing period: a local calendar month, or the time between two billing dates by the month of its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BillingMonth {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

impl BillingMonth {
    pub fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// The month this many months earlier.
    pub fn before(self, months: u32) -> Self {
        let index = self.year * 12 + self.month as i32 - 1 - i32::try_from(months).unwrap_or(0);
        Self { year: index.div_euclid(12), month: index.rem_euclid(12) as u32 + 1 }
    }

    fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    /// The calendar month, from its first local midnight to the next month's.
    pub(super) fn calendar_span(self, clock: &Clock) -> Span {
        between(self.first_day(), 1, clock)
    }

    /// The whole local year it lies in.
    pub fn year_span(self, clock: &Clock) -> Span {
        between(Self { month: 1, ..self }.first_day(), 12, clock)
    }
}

fn between(first: NaiveDate, months: u32, clock: &Clock) -> Span {
    let start = |date: NaiveDate| instant(clock.day_start(i64::from(date.to_epoch_days())));
    Span { start: start(first), end: start(first + Months::new(months)) }
}

impl fmt::Display for BillingMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A stretch of time in one billing month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthPart {
    pub month: BillingMonth,
    pub span: Span,
    /// The whole month.
    pub whole: Span,
}

impl MonthPart {
    /// Whether all of the month is there.
    pub fn is_whole(&self) -> bool {
        self.span == self.whole
    }

    /// Share of the month by time.
    pub fn share(&self) -> Decimal {
        Decimal::from(self.span.minutes()) / Decimal::from(self.whole.minutes().max(1))
    }
}
