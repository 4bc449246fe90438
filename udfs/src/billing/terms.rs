use std::collections::BTreeMap;

use super::demand_rule::DemandRule;
use super::demand_rules::rules;
use super::energy::{EnergyGroup, groups};
use crate::error::Issues;
use crate::model::{DemandAllocation, Span, Tariff};
use crate::tariff::{BillingMonth, Calendar, push_span};

/// What a bill is made of before a load is known: the same for every load over the same time.
#[derive(Debug)]
pub struct Terms {
    /// Each rule with the number of its charge, where it is one with hours of its own.
    pub rules: Vec<(DemandRule, Option<usize>)>,
    pub energy: Vec<EnergyGroup>,
    /// Where each category is in force.
    pub hours: BTreeMap<String, Vec<Span>>,
    /// Time in force by billing and calendar month.
    pub months: BTreeMap<(BillingMonth, u32), Vec<Span>>,
}

impl Terms {
    /// Of a tariff over the part of `span` that its own billing months fill; energy is charged within `in_force`.
    pub fn new(
        tariff: &Tariff,
        calendar: &Calendar,
        span: Span,
        in_force: Span,
        allocation: DemandAllocation,
    ) -> Result<Self, Issues> {
        let parts = calendar.billing_months(span);
        let segments = calendar.segments(reach(calendar, span, in_force))?;
        let (mut hours, mut months) = (BTreeMap::new(), BTreeMap::new());
        let mut clipped = Vec::new();
        for segment in &segments {
            let span = Span { start: segment.span.start.max(in_force.start), end: segment.span.end.min(in_force.end) };
            if span.start < span.end {
                push_span(hours.entry(segment.period_category.to_string()).or_insert_with(Vec::new), span);
                push_span(months.entry((segment.month, segment.calendar_month)).or_insert_with(Vec::new), span);
                clipped.push((span, segment));
            }
        }
        let rules = rules(tariff, calendar, &segments, &parts, allocation)?;
        Ok(Self { rules, energy: groups(&clipped), hours, months })
    }
}

/// The metered part of the billing periods that `in_force` touches.
fn reach(calendar: &Calendar, span: Span, in_force: Span) -> Span {
    if in_force == span {
        return span;
    }
    let parts = calendar.billing_months(span);
    let touched = || parts.iter().filter(|part| part.span.overlaps(&in_force)).map(|part| part.span);
    Span {
        start: touched().map(|part| part.start).min().unwrap_or(in_force.start),
        end: touched().map(|part| part.end).max().unwrap_or(in_force.end),
    }
}
