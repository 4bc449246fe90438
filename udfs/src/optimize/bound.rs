//! A proved lower bound, beside the search or after it.

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
    /// Whose relaxation it stands on.
    pub solver: Option<String>,
}

/// Columns for jobs above which no linear program is built.
const MOST_CHOICES: usize = 200_000;
/// And above which none is built for a region.
const MOST_SPLIT_CHOICES: usize = 60_000;

/// Bounds the whole: at once by prices, then by a linear relaxation where it is not too large. `plan` is
/// known. `None` where the charges are not the whole objective, or no plan is valid.
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
    let ground = Ground { market, root, solver: None };
    Some(relaxed(ground, stop, &found))
}

fn relaxed<'a>(mut ground: Ground<'a>, stop: &Stop<'_>, found: &dyn Fn(f64)) -> Ground<'a> {
    let (market, cutoff) = (&ground.market, ground.root.cutoff);
    if market.choices() > MOST_CHOICES || ground.root.bound >= cutoff || stop.now() {
        return ground;
    }
    if let Some(relaxed) = relax(market, &ground.root.region, stop) {
        ground.solver = solver();
        let bound = relaxed.bound.min(cutoff);
        found(bound);
        if bound > ground.root.bound {
            ground.root = root(market, relaxed.prices, cutoff, stop, found);
            ground.root.bound = ground.root.bound.max(bound);
        }
    }
    ground
}

#[cfg(feature = "milp")]
fn relax(market: &Market<'_>, region: &Region, stop: &Stop<'_>) -> Option<Relaxed> {
    super::milp::relax(market, region, stop)
}

#[cfg(feature = "milp")]
fn solver() -> Option<String> {
    Some(format!("HiGHS {}", super::milp::version()))
}

/// Without a solver.
#[cfg(not(feature = "milp"))]
fn relax(_market: &Market<'_>, _region: &Region, _stop: &Stop<'_>) -> Option<Relaxed> {
    None
}

#[cfg(not(feature = "milp"))]
fn solver() -> Option<String> {
    None
}

impl Ground<'_> {
    pub fn bound(&self) -> f64 {
        below(self.root.bound)
    }

    /// Splits the whole into regions until the bound reaches the target or the work is done. Answers the work, in units.
    pub fn split(
        &self,
        effort: &Effort,
        threads: &(dyn Fn() -> usize + Sync),
        target: &(dyn Fn() -> f64 + Sync),
        stop: &Stop<'_>,
        report: &Report<'_>,
    ) -> u64 {
        let units = self.market.units_a_region();
        let found = |bound: f64| report.bound(below(bound));
        let relax = |region: &Region| relax(&self.market, region, stop);
        let relax: Option<&Relax<'_>> = (self.market.choices() <= MOST_SPLIT_CHOICES).then_some(&relax);
        let limits = Limits { regions: effort.regions(units), threads, target, relax, stop, found: &found };
        search(&self.market, &self.root, &limits) as u64 * units
    }
}

/// What rounding of floats may have added to a bound.
pub fn below(bound: f64) -> f64 {
    bound - 1e-8 * bound.abs().max(1.0)
}
