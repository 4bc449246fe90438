use std::fmt;

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use crate::error::{Code, Issue, Place};
use crate::functions::Moment;
use crate::model::Span;

/// A calendar month, `2026-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    pub fn of(date: NaiveDate) -> Self {
        Self { first: date.with_day(1).unwrap_or(date) }
    }

    fn parse(text: &str) -> Option<Self> {
        let is_whole = text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let first: NaiveDate = is_whole.then(|| format!("{text}-01").parse().ok()).flatten()?;
        (first.year() >= 1900).then_some(Self { first })
    }

    fn next(self) -> Self {
        Self { first: self.first.checked_add_months(chrono::Months::new(1)).unwrap_or(self.first) }
    }

    /// `January 2026`.
    pub fn name(self) -> String {
        self.first.format("%B %Y").to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first.format("%Y-%m"))
    }
}

/// From the first month to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Months {
    pub first: Month,
    pub last: Month,
}

impl Months {
    /// As they are written in a call.
    pub fn new(first: &str, last: &str) -> Result<Self, Issue> {
        let month = |text: &str, parameter: &str| {
            Month::parse(text).ok_or_else(|| {
                let place = Place::new("report").column(parameter);
                let message = format!("\"{text}\" is no month");
                Issue::error(Code::OutOfRange, place, message, "give a month such as 2026-01, from 1900 on")
            })
        };
        let (first, last) = (month(first, "first_month")?, month(last, "last_month")?);
        if first <= last {
            return Ok(Self { first, last });
        }
        let place = Place::new("report").column("last_month");
        Err(Issue::error(Code::OutOfRange, place, format!("{last} is before {first}"), "swap or correct the months"))
    }

    pub fn has(&self, date: NaiveDate) -> bool {
        (self.first..=self.last).contains(&Month::of(date))
    }

    pub fn is_one(&self) -> bool {
        self.first == self.last
    }

    pub fn span(&self, zone: Tz) -> Result<Span, Issue> {
        let start = Moment::Day(self.first.first).instant(zone)?;
        Ok(Span { start, end: Moment::Day(self.last.next().first).instant(zone)? })
    }

    /// `January 2026`, `January 2026 to March 2026`.
    pub fn name(&self) -> String {
        if self.is_one() { self.first.name() } else { format!("{} to {}", self.first.name(), self.last.name()) }
    }
}

impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_one() { write!(f, "{}", self.first) } else { write!(f, "{} to {}", self.first, self.last) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_whole_and_in_order() {
        let months = Months::new("2025-12", "2026-02").expect("months");
        assert_eq!(months.name(), "December 2025 to February 2026");
        let date = |text: &str| text.parse().expect("a date");
        assert!(months.has(date("2025-12-01")) && months.has(date("2026-02-28")) && !months.has(date("2026-03-01")));
        let span = months.span(chrono_tz::America::Chicago).expect("a span");
        assert_eq!(span.end.to_rfc3339(), "2026-03-01T06:00:00+00:00");
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for (first, last) in
            [("2026-13", "2026-13"), ("2026", "2026"), ("2026-1", "2026-1"), ("", ""), ("+226-01", "2026-01")]
        {
            assert_eq!(Months::new(first, last).expect_err(first).code, Code::OutOfRange);
        }
        assert!(
            Months::new("2026-02", "2026-01").expect_err("backwards").message.contains("2026-01 is before 2026-02")
        );
    }
}
