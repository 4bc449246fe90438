use std::collections::{BTreeSet, HashSet};

use chrono::{NaiveDate, TimeDelta};

use super::clock::Clock;
use super::month::BillingMonth;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Instant, Span};

/// The billing periods between the dates of a tariff, by time; none where it is billed by calendar months.
#[derive(Debug, Clone, Default)]
pub(super) struct BillingDates(Vec<(Span, BillingMonth)>);

impl BillingDates {
    /// Fails where two periods end in the same month.
    pub fn new(dates: &BTreeSet<NaiveDate>, clock: &Clock) -> Result<Self, Issues> {
        let dates: Vec<NaiveDate> = dates.iter().copied().collect();
        let (mut periods, mut names, mut issues) = (Vec::new(), HashSet::new(), Issues::default());
        for (row, pair) in dates.windows(2).enumerate() {
            let month = BillingMonth::of(pair[1] - TimeDelta::days(1));
            if !names.insert(month) {
                let message = format!("the billing period from {} is the second that ends in {month}", pair[0]);
                let fix = "end one billing period in each month";
                issues.push(Issue::error(Code::BillingDates, place().row(row), message, fix));
            }
            periods.push((Span { start: clock.date_start(pair[0]), end: clock.date_start(pair[1]) }, month));
        }
        if let [only] = dates[..] {
            let message = format!("{only} begins a billing period that never ends");
            issues.push(Issue::error(Code::BillingDates, place(), message, "give the date of the next period, too"));
        }
        issues.into_result(Self(periods)).map(|(dates, _)| dates)
    }

    pub fn at(&self, at: Instant) -> Option<(Span, BillingMonth)> {
        let index = self.0.partition_point(|(span, _)| span.end <= at);
        self.0.get(index).filter(|(span, _)| span.start <= at).copied()
    }

    /// Time that no billing period covers.
    pub fn faults(&self, span: Span) -> Issues {
        let (Some((first, _)), Some((last, _))) = (self.0.first(), self.0.last()) else { return Issues::default() };
        if first.start <= span.start && span.end <= last.end {
            return Issues::default();
        }
        let message = format!(
            "the billing dates reach from {} to {}, the bill from {} to {}",
            first.start, last.end, span.start, span.end
        );
        let fix = "add the dates on which the other billing periods begin and end";
        Issue::error(Code::BillingDates, place(), message, fix).into()
    }
}

fn place() -> Place {
    Place::new("tariff.billing_dates")
}
