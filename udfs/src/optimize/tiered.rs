use super::instance::float;
use super::peaks::{PeakCharge, minutes_by_interval};
use crate::billing::TieredEnergy;
use crate::model::{Problem, Span};

/// Energy over intervals whose price depends on how much of it there is.
#[derive(Debug, Clone, PartialEq)]
pub struct TierCharge {
    /// Interval, and the hours of it that are charged.
    pub hours: Vec<(usize, f64)>,
    /// Interval, and the hours of it that limits count.
    pub counted: Vec<(usize, f64)>,
    /// From so many kWh, or kWh for each kW of the highest load, what a kWh costs more than its price.
    pub steps: Vec<(f64, f64)>,
    /// Whose peak the limits count, if they do.
    pub highest_of: Option<PeakCharge>,
}

impl TierCharge {
    pub fn new(problem: &Problem, tiered: &TieredEnergy) -> Self {
        let horizon = &problem.horizon;
        let hours = |spans: &[Span]| {
            let minutes = spans.iter().flat_map(|span| minutes_by_interval(*span, horizon));
            minutes.map(|(t, minutes)| (t, minutes / 60.0)).collect()
        };
        let limits = tiered.tiers.iter().map(|(limit, _)| limit.map(float));
        let from = std::iter::once(Some(0.0)).chain(limits);
        Self {
            hours: hours(&tiered.spans),
            counted: hours(&tiered.counted),
            steps: from.zip(&tiered.tiers).filter_map(|(from, (_, more))| Some((from?, float(*more)))).collect(),
            highest_of: tiered.highest_of.map(|span| PeakCharge::at_any_time(problem, span)),
        }
    }

    /// What the tiers beyond the first add for this load.
    pub fn cost(&self, load: &[f64]) -> f64 {
        let kwh = |hours: &[(usize, f64)]| -> f64 { hours.iter().map(|(t, hours)| load[*t] * hours).sum() };
        let (own, all) = (kwh(&self.hours), kwh(&self.counted));
        if all <= 0.0 {
            return 0.0;
        }
        let scale = self.highest_of.as_ref().map_or(1.0, |charge| charge.peak(load).max(0.0));
        self.cost_of(all, scale) * own / all
    }

    /// Of all energy that limits count.
    pub fn cost_of(&self, kwh: f64, scale: f64) -> f64 {
        let ends = self.steps.iter().skip(1).map(|(from, _)| *from).chain(std::iter::once(f64::INFINITY));
        let inside = |from: f64, end: f64| (kwh.min(end * scale) - from * scale).max(0.0);
        self.steps.iter().zip(ends).map(|((from, more), end)| more * inside(*from, end)).sum()
    }
}
