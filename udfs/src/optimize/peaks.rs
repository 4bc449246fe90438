use super::instance::float;
use crate::billing::demand_rules;
use crate::error::Issues;
use crate::model::Problem;
use crate::tariff::Clock;

/// A demand charge of one billing month, over intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct PeakCharge {
    /// What a kW of peak above `paid` costs.
    pub rate: f64,
    /// kW paid for already this month, or billed at least.
    pub paid: f64,
    /// Intervals that are a metering window of their own.
    pub intervals: Vec<usize>,
    /// Metering windows over several intervals: interval and its share of the window.
    pub windows: Vec<Vec<(usize, f64)>>,
}

impl PeakCharge {
    /// Highest mean load of any of its windows.
    #[cfg(feature = "milp")]
    pub fn peak(&self, load: &[f64]) -> f64 {
        let mean = |window: Vec<(usize, f64)>| window.iter().map(|(t, share)| share * load[*t]).sum();
        self.all_windows().map(mean).fold(f64::NEG_INFINITY, f64::max)
    }

    pub fn cost(&self, peak: f64) -> f64 {
        self.rate * (peak - self.paid).max(0.0)
    }

    /// Every window as intervals and shares.
    pub fn all_windows(&self) -> impl Iterator<Item = Vec<(usize, f64)>> + '_ {
        self.intervals.iter().map(|t| vec![(*t, 1.0)]).chain(self.windows.iter().cloned())
    }
}

pub fn peak_charges(problem: &Problem) -> Result<Vec<PeakCharge>, Issues> {
    let horizon = &problem.horizon;
    let clock = Clock::new(problem.tariff_zone());
    let mut charges = Vec::new();
    for rule in demand_rules(problem)? {
        let mut charge = PeakCharge {
            rate: float(rule.rate_kw * rule.share),
            paid: float(rule.free_kw()),
            intervals: Vec::new(),
            windows: Vec::new(),
        };
        for window in rule.windows(&clock) {
            let total = window.minutes().max(1) as f64;
            let mut shares: Vec<(usize, f64)> = Vec::new();
            for span in &window.spans {
                for t in horizon.floor(span.start)..horizon.ceil(span.end) {
                    let interval = horizon.interval(t);
                    let minutes = (span.end.min(interval.end) - span.start.max(interval.start)).num_minutes() as f64;
                    match shares.last_mut() {
                        Some(last) if last.0 == t => last.1 += minutes / total,
                        _ => shares.push((t, minutes / total)),
                    }
                }
            }
            match shares[..] {
                [(t, _)] => charge.intervals.push(t),
                [] => {}
                _ => charge.windows.push(shares),
            }
        }
        charge.intervals.sort_unstable();
        charge.intervals.dedup();
        if charge.rate > 0.0 {
            charges.push(charge);
        }
    }
    Ok(charges)
}
