use super::demand_terms::DemandTerms;
use super::window::{Window, windows};
use crate::model::{Decimal, Span};
use crate::tariff::{BillingMonth, Clock};

/// A demand charge in one billing month: on the highest window mean within `spans`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandRule {
    /// Category of a time-of-use charge, or name of a charge with hours of its own.
    pub name: String,
    pub month: BillingMonth,
    /// Of the first tier.
    pub rate_kw: Decimal,
    pub window_minutes: u32,
    /// Peak that is paid for already; 0 after the first month, and where the charge is prorated.
    pub month_to_date_peak_kw: Decimal,
    /// Where the charge applies: sorted, apart, within horizon and month.
    pub spans: Vec<Span>,
    /// Part of the charge that the horizon pays: 1, or its share of the month where prorated, times the part of the
    /// month's days on which the charge applies; times the days of the month where the rate is for a day.
    pub share: Decimal,
    /// What is known before the load is: with peaks of months before the bill, without those within it.
    pub terms: DemandTerms,
}

impl DemandRule {
    pub fn windows(&self, clock: &Clock) -> Vec<Window> {
        windows(&self.spans, self.window_minutes, clock)
    }

    /// kW to pay for at this peak: all that is billed, or what is billed beyond the peak of the month to date.
    pub fn billed_kw(&self, peak_kw: Decimal) -> Decimal {
        self.terms.billed_kw(peak_kw.max(self.month_to_date_peak_kw)) - self.paid_billed_kw()
    }

    /// kW billed for the month to date already.
    pub(super) fn paid_billed_kw(&self) -> Decimal {
        if self.month_to_date_peak_kw.is_zero() {
            Decimal::ZERO
        } else {
            self.terms.billed_kw(self.month_to_date_peak_kw)
        }
    }

    /// The charge of the billing month at this peak, exact.
    pub fn amount(&self, peak_kw: Decimal) -> Decimal {
        self.terms.price(self.terms.billed_kw(peak_kw)) * self.share
    }

    /// What this peak adds to what the month to date costs; all of it where there is no peak to date.
    pub fn cost(&self, peak_kw: Decimal) -> Decimal {
        let billed = self.terms.billed_kw(peak_kw.max(self.month_to_date_peak_kw));
        (self.terms.price(billed) - self.terms.price(self.paid_billed_kw())) * self.share
    }

    /// Whether [`DemandRule::amount`] never falls as the peak rises.
    pub fn is_non_decreasing(&self) -> bool {
        self.terms.is_non_decreasing()
    }

    /// Whether [`DemandRule::amount`] rises ever faster with the peak, and never falls.
    pub fn is_convex(&self) -> bool {
        self.terms.is_convex()
    }
}
