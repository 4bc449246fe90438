use super::super::demand_history::History;
use super::super::demand_rule::DemandRule;
use super::super::demand_rules::rules;
use super::super::demand_terms::DemandTerms;
use super::super::metered::season_share;
use super::{Exposure, Month};
use crate::error::Issues;
use crate::model::{Decimal, DemandCharge, Problem, RiderUnit};
use crate::tariff::{Calendar, Segment};

/// From this peak on a kW more costs `rate_kw`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemandStep {
    pub from_kw: Decimal,
    pub rate_kw: Decimal,
}

/// The rules of all months, with what riders add in percent, and what no peak at all costs.
pub(super) fn add(
    problem: &Problem,
    calendar: &Calendar,
    segments: &[Segment<'_>],
    exposure: &mut Exposure,
) -> Result<(), Issues> {
    let parts = calendar.billing_months(problem.horizon.span());
    exposure.looks_back_at_itself = parts.len() > 1 && problem.tariff.demand_charges.iter().any(History::matters);
    for (mut rule, _) in rules(&problem.tariff, calendar, segments, &parts, problem.demand_allocation)? {
        if let Some(part) = parts.iter().find(|part| part.month == rule.month) {
            rule.share *= Month { problem, tariff: &problem.tariff, calendar, segments, part }.factor();
        }
        exposure.demand.push(rule);
    }
    exposure.constant += exposure.demand.iter().map(|rule| rule.cost(Decimal::ZERO)).sum::<Decimal>();
    Ok(())
}

impl Month<'_> {
    /// Riders on the highest demand at any time.
    pub(super) fn rider_peaks(&self, exposure: &mut Exposure) {
        for rider in self.tariff.riders.iter().filter(|rider| rider.unit == RiderUnit::Kw) {
            exposure.demand.push(DemandRule {
                name: rider.name.clone(),
                month: self.part.month,
                rate_kw: rider.rate,
                window_minutes: DemandCharge::DEFAULT_WINDOW_MINUTES,
                month_to_date_peak_kw: Decimal::ZERO,
                spans: vec![self.part.span],
                share: season_share(self.calendar, self.part, rider.months.as_ref()) * self.allocated_share(),
                terms: DemandTerms { rate_kw: rider.rate, ..DemandTerms::default() },
            });
        }
    }
}

impl DemandRule {
    /// The charge as steps of the peak: between two of them, and beyond the last, a kW costs the same.
    pub fn steps(&self) -> Vec<DemandStep> {
        let one = Decimal::ONE;
        let mut bends = self.terms.bends();
        bends.extend([Decimal::ZERO, self.month_to_date_peak_kw]);
        bends.retain(|kw| *kw >= self.month_to_date_peak_kw);
        bends.sort_unstable();
        bends.dedup();
        let mut steps: Vec<DemandStep> = Vec::new();
        for (index, from_kw) in bends.iter().copied().enumerate() {
            let to_kw = bends.get(index + 1).copied().unwrap_or(from_kw + one);
            let rate_kw = (self.cost(to_kw) - self.cost(from_kw)) / (to_kw - from_kw);
            if steps.last().map_or(Decimal::ZERO, |last| last.rate_kw) != rate_kw {
                steps.push(DemandStep { from_kw, rate_kw });
            }
        }
        steps
    }
}
