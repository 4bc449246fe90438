use std::collections::BTreeMap;

use super::bounds;
use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use super::window::{Window, peak, windows};
use crate::error::Issues;
use crate::model::{Decimal, DemandAllocation, DemandCharge, Peak, Problem, Span, Tariff};
use crate::tariff::{BillingMonth, Calendar, Clock, MonthPart, Segment, charge_spans, push_span};

/// A demand charge in one billing month: on the highest window mean within `spans`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandRule {
    /// Category of a time-of-use charge, or name of a charge with hours of its own.
    pub name: String,
    pub month: BillingMonth,
    pub rate_kw: Decimal,
    pub window_minutes: u32,
    /// Peak that is paid for already; 0 after the first month, and where the charge is prorated.
    pub month_to_date_peak_kw: Decimal,
    /// Where the charge applies: sorted, apart, within horizon and month.
    pub spans: Vec<Span>,
    /// Part of the charge that the horizon pays: its share of the month where prorated, else 1.
    pub share: Decimal,
}

impl DemandRule {
    pub fn windows(&self, clock: &Clock) -> Vec<Window> {
        windows(&self.spans, self.window_minutes, clock)
    }

    /// kW to pay for at this peak.
    pub fn billed_kw(&self, peak_kw: Decimal) -> Decimal {
        (peak_kw - self.month_to_date_peak_kw).max(Decimal::ZERO)
    }
}

/// Every demand charge of the horizon, one rule per charge and billing month: time-of-use categories, then charges with
/// hours of their own.
pub fn demand_rules(problem: &Problem) -> Result<Vec<DemandRule>, Issues> {
    bounds::check_tariff(&problem.tariff)?;
    let calendar = Calendar::new(&problem.tariff, problem.site.time_zone)?;
    let span = problem.horizon.span();
    rules(&problem.tariff, &calendar, &calendar.segments(span)?, span, problem.demand_allocation)
}

pub(super) fn rules(
    tariff: &Tariff,
    calendar: &Calendar,
    segments: &[Segment<'_>],
    span: Span,
    allocation: DemandAllocation,
) -> Result<Vec<DemandRule>, Issues> {
    let issues = crate::tariff::demand_rates(calendar, span);
    if issues.has_errors() {
        return Err(issues);
    }
    let mut rules = Vec::new();
    for (number, part) in calendar.billing_months(span).into_iter().enumerate() {
        let paid = |peak: Decimal| match (allocation, number) {
            (DemandAllocation::Marginal, 0) => peak,
            _ => Decimal::ZERO,
        };
        let share = match allocation {
            DemandAllocation::Marginal => Decimal::ONE,
            DemandAllocation::Prorated => part.share(),
        };
        for (category, (rate_kw, spans)) in categories(calendar, segments, &part) {
            let to_date = tariff.month_to_date_peaks.get(category).copied().unwrap_or_default();
            rules.push(DemandRule {
                name: category.to_string(),
                month: part.month,
                rate_kw,
                window_minutes: DemandCharge::DEFAULT_WINDOW_MINUTES,
                month_to_date_peak_kw: paid(to_date),
                spans,
                share,
            });
        }
        for charge in &tariff.demand_charges {
            let spans = charge_spans(calendar, charge, part.span);
            if !spans.is_empty() {
                rules.push(DemandRule {
                    name: charge.name.clone(),
                    month: part.month,
                    rate_kw: charge.rate_kw,
                    window_minutes: charge.window_minutes,
                    month_to_date_peak_kw: paid(charge.month_to_date_peak_kw),
                    spans,
                    share,
                });
            }
        }
    }
    Ok(rules)
}

/// Categories with a demand rate in the month, each with all its hours there.
fn categories<'a>(
    calendar: &'a Calendar,
    segments: &'a [Segment<'a>],
    part: &MonthPart,
) -> BTreeMap<&'a str, (Decimal, Vec<Span>)> {
    let in_month =
        |months: Option<&std::collections::BTreeSet<u32>>| months.is_none_or(|m| m.contains(&part.month.month));
    let priced = calendar.periods().iter().filter(|period| in_month(period.months.as_ref()));
    let mut categories: BTreeMap<&str, (Decimal, Vec<Span>)> = priced
        .filter_map(|period| Some((period.period_category.as_str(), (period.demand_rate_kw?, Vec::new()))))
        .collect();
    for segment in segments.iter().filter(|segment| segment.month == part.month) {
        if let Some((_, spans)) = categories.get_mut(segment.period_category) {
            push_span(spans, segment.span);
        }
    }
    categories.retain(|_, (_, spans)| !spans.is_empty());
    categories
}

pub(super) fn charges(metered: &Metered<'_>) -> Result<(Vec<Charge>, Vec<Peak>), Issues> {
    let rules = rules(metered.tariff, metered.calendar, metered.segments, metered.span, metered.allocation)?;
    let priced = rules.iter().filter_map(|rule| {
        let (peak_kw, at) = peak(&rule.windows(metered.calendar.clock()), metered.series)?;
        let billed_kw = rule.billed_kw(peak_kw);
        let charge = Charge {
            kind: ChargeKind::Demand,
            month: rule.month,
            category: rule.name.clone(),
            quantity: billed_kw,
            unit: "kW",
            rate: Some(rule.rate_kw),
            exact: billed_kw * rule.rate_kw * rule.share,
            at: Some(at),
        };
        let peak = Peak {
            charge: rule.name.clone(),
            month: rule.month.to_string(),
            peak_kw,
            billed_kw,
            at,
            rate_kw: rule.rate_kw,
            amount: charge.amount(),
        };
        Some((charge, peak))
    });
    Ok(priced.unzip())
}
