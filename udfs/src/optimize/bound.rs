//! A proved lower bound, beside the search or after it.

use std::sync::atomic::{AtomicBool, Ordering};

use super::dual::{Limits, Market, Region, Relax, Relaxed, Root, root, search};
use super::effort::Effort;
use super::instance::Instance;
use super::report::Report;
use super::search::Solution;
use super::stop::Stop;

/// What is proved before any region is split.
#[derive(Debug)]
pub struct Ground<'a> {
    market: Market<'a>,
    root: Root,
}

/// Columns for jobs above which no linear program is built.
const MOST_CHOICES: usize = 200_000;

/// Bounds the whole at once, by prices. `plan` is known. `None` where the charges are not the whole objective, or no plan
/// is valid.
pub fn ground<'a>(instance: &'a Instance, plan: &Solution, stop: &Stop<'_>, report: &Report<'_>) -> Option<Ground<'a>> {
    if !instance.is_whole {
        return None;
    }
    let cutoff = if plan.score.is_met() { plan.score.cost } else { f64::INFINITY };
    let market = Market::new(instance);
    if !market.has_places() {
        return None;
    }
    let found = |bound: f64| report.bound(below(bound));
    let root = root(&market, market.first_prices(), cutoff, stop, &found);
    Some(Ground { market, root })
}

impl Ground<'_> {
    pub fn bound(&self) -> f64 {
        below(self.root.bound)
    }

    /// Splits the whole into regions until the bound reaches the target or the work is done. Answers the work, in units,
    /// and whose linear relaxations the bound stands on.
    pub fn split(
        &self,
        effort: &Effort,
        threads: &(dyn Fn() -> usize + Sync),
        target: &(dyn Fn() -> f64 + Sync),
        stop: &Stop<'_>,
        report: &Report<'_>,
    ) -> (u64, Option<String>) {
        let units = self.market.units_a_region();
        let found = |bound: f64| report.bound(below(bound));
        let answered = AtomicBool::new(false);
        let relax = |region: &Region| {
            let relaxed = relax(&self.market, region, stop);
            answered.fetch_or(relaxed.is_some(), Ordering::Relaxed);
            relaxed
        };
        let relax: Option<&Relax<'_>> = (self.market.choices() <= MOST_CHOICES).then_some(&relax);
        let limits = Limits { regions: effort.regions(units), threads, target, relax, stop, found: &found };
        let work = search(&self.market, &self.root, &limits) as u64 * units;
        (work, answered.into_inner().then(solver))
    }
}

#[cfg(feature = "milp")]
fn relax(market: &Market<'_>, region: &Region, stop: &Stop<'_>) -> Option<Relaxed> {
    super::milp::relax(market, region, stop)
}

#[cfg(not(feature = "milp"))]
fn relax(_market: &Market<'_>, _region: &Region, _stop: &Stop<'_>) -> Option<Relaxed> {
    None
}

#[cfg(feature = "milp")]
fn solver() -> String {
    format!("HiGHS {}", super::milp::version())
}

#[cfg(not(feature = "milp"))]
fn solver() -> String {
    String::new()
}

/// What rounding of floats may have added to a bound.
pub fn below(bound: f64) -> f64 {
    bound - 1e-8 * bound.abs().max(1.0)
}
