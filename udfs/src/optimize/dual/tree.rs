use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::ascent::{Aim, ascend, goal};
use super::clearing::Clearing;
use super::market::Market;
use super::question::{Question, most_open};
use super::region::Region;
use super::root::Root;
use super::tighten::tighten;
use crate::optimize::pieces::run_pieces;
use crate::optimize::stop::Stop;

/// Regions split in one round.
const ROUND: usize = 8;
/// Rounds of prices in a region.
pub const PRICE_ROUNDS: usize = 80;
/// No wider than this in any charge, a region is split by its tasks, kW.
const NARROW_KW: f64 = 60.0;
/// No wider than this a charge is split no further, kW.
const LEAST_KW: f64 = 0.5;
/// Prices kept for open regions; where there are more, a region begins at those of the one around it.
const MOST_KEPT_PRICES: usize = 60_000_000;

/// What the search may do, and who asks.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// Regions to look into.
    pub regions: usize,
    pub threads: &'a (dyn Fn() -> usize + Sync),
    /// A bound near enough to the best plan.
    pub target: &'a (dyn Fn() -> f64 + Sync),
    pub stop: &'a Stop<'a>,
    /// Hears of better bounds.
    pub found: &'a dyn Fn(f64),
}

/// A region whose plans cost no less than `bound`.
#[derive(Debug)]
struct Open {
    region: Region,
    bound: f64,
    prices: Arc<Vec<(u32, f32)>>,
    /// kW billed on average.
    billed: Vec<f64>,
    question: Option<Question>,
    /// The order in which regions came.
    number: usize,
}

/// Splits the region with the lowest bound until none is below the target, or the work is done. Answers how many regions
/// it looked into.
pub fn search(market: &Market<'_>, root: &Root, limits: &Limits<'_>) -> usize {
    let mut target = (limits.target)();
    let mut best = root.bound;
    let first = explore(market, root.region.clone(), root.prices.clone(), root.bound, target, limits.stop);
    let (mut closed, mut explored, mut kept) = (root.cutoff, 1, first.prices.len());
    let mut open = BinaryHeap::from([first]);
    loop {
        let least = open.peek().map_or(f64::INFINITY, |least| least.bound).min(closed).min(target);
        if least > best {
            best = least;
            (limits.found)(best);
        }
        if explored >= limits.regions || limits.stop.now() {
            break;
        }
        target = target.min((limits.target)());
        let mut parts = Vec::new();
        while parts.len() < 2 * ROUND && open.peek().is_some_and(|least| least.bound < target) {
            let Some(parent) = open.pop() else { break };
            kept -= parent.prices.len();
            match parent.halves(market) {
                Some(halves) => parts.extend(halves.map(|region| (region, parent.prices.clone(), parent.bound))),
                None => closed = closed.min(parent.bound),
            }
        }
        if parts.is_empty() {
            break;
        }
        let children = run_pieces(parts.len(), (limits.threads)(), |part| {
            let (region, prices, floor) = &parts[part];
            explore(market, region.clone(), whole(market, prices), *floor, target, limits.stop)
        });
        for (mut child, (_, prices, _)) in children.into_iter().zip(&parts) {
            explored += 1;
            if child.bound >= target {
                closed = closed.min(child.bound);
                continue;
            }
            child.number = explored;
            if kept > MOST_KEPT_PRICES {
                child.prices = prices.clone();
            }
            kept += child.prices.len();
            open.push(child);
        }
    }
    explored
}

fn whole(market: &Market<'_>, kept: &[(u32, f32)]) -> Vec<f64> {
    let mut prices = vec![0.0; market.prices()];
    kept.iter().for_each(|(index, price)| prices[*index as usize] = f64::from(*price));
    prices
}

/// The bound of a region, never below `floor`, which holds for one around it; and the region without what would lift it
/// to the target.
fn explore(
    market: &Market<'_>,
    mut region: Region,
    prices: Vec<f64>,
    floor: f64,
    target: f64,
    stop: &Stop<'_>,
) -> Open {
    region.exclude_dear(market);
    let mut clearing = Clearing::new(market);
    let aim = Aim { target: goal(target, floor), rounds: PRICE_ROUNDS, first_step: 0.5, longest_step: 2.0 };
    let summit = ascend(market, &region, prices, aim, &mut clearing, stop);
    let bound = clearing.clear(market, &region, &summit.prices);
    tighten(market, &mut region, &summit.prices, bound, target, &mut clearing);
    let kept = summit.prices.iter().enumerate().filter(|(_, price)| **price > 0.0);
    Open {
        prices: Arc::new(kept.map(|(index, price)| (index as u32, *price as f32)).collect()),
        question: most_open(market, &region, &summit.mean),
        region,
        bound: floor.max(bound),
        billed: summit.mean.billed,
        number: 0,
    }
}

impl Open {
    fn halves(&self, market: &Market<'_>) -> Option<[Region; 2]> {
        let narrow = (0..market.floors.len()).all(|charge| self.region.width(charge) <= NARROW_KW);
        let by_question = || self.question.map(|question| self.region.ask(market, question));
        let by_peak = || self.by_peak(market);
        if narrow { by_question().or_else(by_peak) } else { by_peak().or_else(by_question) }
    }

    /// Far above the average first: no good plan is there. Then the charge with the most money in its width.
    fn by_peak(&self, market: &Market<'_>) -> Option<[Region; 2]> {
        let region = &self.region;
        let charges = 0..market.floors.len();
        let far = |charge: usize| (1.4 * self.billed[charge] + 40.0).max(region.lower[charge] + LEAST_KW);
        let times = |charge: &usize| region.upper[*charge] / far(*charge);
        let wide = charges.clone().filter(|charge| times(charge) > 1.2);
        if let Some(charge) = wide.max_by(|a, b| times(a).total_cmp(&times(b))) {
            return Some(region.split(charge, far(charge)));
        }
        let money = |charge: &usize| market.instance.peaks[*charge].highest_rate() * region.width(*charge);
        let charges = charges.filter(|charge| region.width(*charge) > LEAST_KW);
        let charge = charges.max_by(|a, b| money(a).total_cmp(&money(b)))?;
        let (lower, width) = (region.lower[charge], region.width(charge));
        let at = (lower + width / 2.0 + self.billed[charge].clamp(lower, lower + width)) / 2.0;
        Some(region.split(charge, at.clamp(lower + width / 5.0, lower + 0.8 * width)))
    }
}

impl Ord for Open {
    /// The lowest bound is the greatest: it comes first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(other.number.cmp(&self.number))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}
