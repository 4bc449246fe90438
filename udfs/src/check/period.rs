use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::clock::{Month, minutes_from_to};
use crate::model::Decimal;

/// What one bill covers: the local days from `first` up to the day before `end`, named by the month of its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub month: Month,
    first: NaiveDate,
    end: NaiveDate,
}

impl Period {
    /// The days between two billing dates; outside of all of them, the calendar month.
    pub fn of(date: NaiveDate, billing_dates: &BTreeSet<NaiveDate>) -> Self {
        let first = billing_dates.range(..=date).next_back();
        let end = billing_dates.range(date + TimeDelta::days(1)..).next();
        if let (Some(first), Some(end)) = (first, end) {
            return Self { month: Month::of(*end - TimeDelta::days(1)), first: *first, end: *end };
        }
        let month = Month::of(date);
        Self { month, first: month.first_day(), end: month.next().first_day() }
    }

    pub fn contains(&self, date: NaiveDate) -> bool {
        self.first <= date && date < self.end
    }

    pub fn minutes(&self, zone: Tz) -> i64 {
        minutes_from_to(self.first, self.end, zone)
    }

    pub fn days(&self) -> i64 {
        (self.end - self.first).num_days()
    }

    /// The calendar months that it has days in.
    pub fn calendar_months(&self) -> BTreeSet<u32> {
        self.dates().map(|date| date.month()).collect()
    }

    /// The part of its days that lie in these calendar months.
    pub fn part_in(&self, months: &BTreeSet<u32>) -> Decimal {
        let inside = self.dates().filter(|date| months.contains(&date.month())).count();
        Decimal::from(inside) / Decimal::from(self.days())
    }

    fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take_while(|date| *date < self.end)
    }
}
