use std::collections::BTreeMap;

use super::demand_terms::DemandTerms;
use crate::model::{Decimal, DemandBasis, DemandCharge, Lookback, Span};
use crate::tariff::{BillingMonth, Calendar, MonthPart, charge_spans};

/// Peaks of one demand charge by month, whether or not it is charged in the month.
#[derive(Debug)]
pub struct History<'a> {
    pub charge: &'a DemandCharge,
    /// Of the bill's own months.
    pub metered: BTreeMap<BillingMonth, Decimal>,
    /// Whether the bill covers twelve whole months.
    pub has_year: bool,
}

impl History<'_> {
    /// Whether the charge looks back at all.
    pub fn matters(charge: &DemandCharge) -> bool {
        charge.ratchet.is_some() || charge.basis != DemandBasis::Peak
    }

    /// The charge's terms in a month. The months looked at that are not known are added to `unknown`.
    pub fn terms(&self, month: BillingMonth, unknown: &mut Vec<BillingMonth>) -> DemandTerms {
        let charge = self.charge;
        let mut terms = DemandTerms {
            rate_kw: charge.rate_kw,
            tiers: charge.tiers.clone(),
            floor_kw: charge.minimum_kw,
            contract: charge.contract,
            ..DemandTerms::default()
        };
        let mut known = |back: u32| {
            let earlier = month.before(back);
            let peak = self.peak(earlier);
            if peak.is_none() {
                unknown.push(earlier);
            }
            peak
        };
        if let DemandBasis::MeanOfPeaks { months } = charge.basis {
            terms.earlier_peaks = (1..months).filter_map(&mut known).collect();
        }
        if let Some(ratchet) = &charge.ratchet {
            let index = usize::try_from(month.month.clamp(1, 12) - 1).unwrap_or(0);
            let part = ratchet.percent[index] / Decimal::ONE_HUNDRED;
            let highest = match &ratchet.looks_at {
                Lookback::Preceding(count) => (1..=*count).filter_map(known).max(),
                Lookback::Months(months) => {
                    if months.contains(&month.month) {
                        terms.own_part = part;
                    }
                    let looked_at = (1..=11).filter(|back| months.contains(&month.before(*back).month));
                    looked_at.filter_map(known).max()
                }
            };
            terms.floor_kw = terms.floor_kw.max(highest.unwrap_or_default() * part);
        }
        terms
    }

    fn peak(&self, month: BillingMonth) -> Option<Decimal> {
        let past = || self.charge.past_peaks.get(&(month.year, month.month));
        let repeated = || {
            let repeats = self.has_year && self.charge.past_peaks.is_empty();
            self.metered.iter().find(|(of, _)| repeats && of.month == month.month).map(|(_, peak)| peak)
        };
        self.metered.get(&month).or_else(past).or_else(repeated).copied()
    }
}

/// The charge's hours in a billing month, whether or not it is charged in the month.
pub(super) fn hours_of_all_months(calendar: &Calendar, charge: &DemandCharge, part: &MonthPart) -> Vec<Span> {
    let all_year = DemandCharge { months: None, ..charge.clone() };
    charge_spans(calendar, &all_year, part.span)
}
