use super::explanation::PeakPrice;
use crate::billing::{CoincidentPeak, DemandRule, Exposure, Window};
use crate::model::{Decimal, Instant, LoadProfile, Problem, Span};
use crate::tariff::{BillingMonth, Clock};

/// What is charged on a peak, by charge and month.
pub(super) struct Peaks<'a> {
    problem: &'a Problem,
    charges: Vec<Charge<'a>>,
}

struct Charge<'a> {
    on: On<'a>,
    windows: Vec<Window>,
}

enum On<'a> {
    Demand(&'a DemandRule),
    Coincident(&'a CoincidentPeak),
}

/// The highest window of a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peak {
    pub kw: Decimal,
    pub at: Instant,
}

/// A charge that costs more under another load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rise {
    pub charge: String,
    pub month: BillingMonth,
    pub kw: Decimal,
    pub to_kw: Decimal,
    pub cost: Decimal,
}

impl<'a> Peaks<'a> {
    pub fn new(problem: &'a Problem, exposure: &'a Exposure) -> Self {
        let clock = Clock::new(problem.tariff_zone());
        let demand = exposure.demand.iter().map(|rule| Charge { on: On::Demand(rule), windows: rule.windows(&clock) });
        let coincident = exposure.coincident.iter().map(|peak| Charge {
            on: On::Coincident(peak),
            windows: peak.windows.iter().map(|span| Window { start: span.start, spans: vec![*span] }).collect(),
        });
        let charges = demand.chain(coincident).filter(|charge| !charge.windows.is_empty()).collect();
        Self { problem, charges }
    }

    pub fn prices(&self, profile: &LoadProfile) -> Vec<PeakPrice> {
        let price = |charge: &Charge<'_>| {
            let Peak { kw, at } = self.peak(charge, profile);
            let cost = |kw: Decimal| charge.cost(kw.max(Decimal::ZERO));
            PeakPrice {
                charge: charge.name().to_string(),
                month: charge.month(),
                at,
                peak_kw: kw,
                saved_by_one_kw: cost(kw) - cost(kw - Decimal::ONE),
                added_by_one_kw: cost(kw + Decimal::ONE) - cost(kw),
            }
        };
        self.charges.iter().map(price).collect()
    }

    /// What each charge costs more under another load, in the order of the charges.
    pub fn rises(&self, before: &LoadProfile, after: &LoadProfile) -> Vec<Rise> {
        let rise = |charge: &Charge<'_>| {
            let (from_kw, to_kw) = (self.peak(charge, before).kw, self.peak(charge, after).kw);
            let cost = charge.cost(to_kw) - charge.cost(from_kw);
            Rise { charge: charge.name().to_string(), month: charge.month(), kw: to_kw - from_kw, to_kw, cost }
        };
        self.charges.iter().map(rise).collect()
    }

    /// Of equal windows the first.
    fn peak(&self, charge: &Charge<'_>, profile: &LoadProfile) -> Peak {
        let mut highest: Option<Peak> = None;
        for window in &charge.windows {
            let kw = self.mean_kw(window, profile);
            if highest.is_none_or(|peak| peak.kw < kw) {
                highest = Some(Peak { kw, at: window.start });
            }
        }
        highest.unwrap_or(Peak { kw: Decimal::ZERO, at: self.problem.horizon.start })
    }

    fn mean_kw(&self, window: &Window, profile: &LoadProfile) -> Decimal {
        let kw_minutes: Decimal = window.spans.iter().map(|span| self.kw_minutes(*span, profile)).sum();
        kw_minutes / Decimal::from(window.minutes().max(1))
    }

    fn kw_minutes(&self, span: Span, profile: &LoadProfile) -> Decimal {
        let horizon = &self.problem.horizon;
        let intervals = profile.intervals.iter().take(horizon.ceil(span.end)).skip(horizon.floor(span.start));
        let part = |interval: &crate::model::LoadInterval| {
            let minutes = (span.end.min(interval.span.end) - span.start.max(interval.span.start)).num_minutes();
            interval.electric_kw * Decimal::from(minutes.max(0))
        };
        intervals.map(part).sum()
    }
}

impl Charge<'_> {
    fn name(&self) -> &str {
        match self.on {
            On::Demand(rule) => &rule.name,
            On::Coincident(peak) => &peak.name,
        }
    }

    fn month(&self) -> BillingMonth {
        match self.on {
            On::Demand(rule) => rule.month,
            On::Coincident(peak) => peak.month,
        }
    }

    fn cost(&self, kw: Decimal) -> Decimal {
        match self.on {
            On::Demand(rule) => rule.cost(kw),
            On::Coincident(peak) => (kw - peak.past_kw).max(Decimal::ZERO) * peak.rate_kw,
        }
    }
}
