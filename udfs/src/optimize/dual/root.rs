use super::ascent::{Aim, ascend, goal};
use super::clearing::Clearing;
use super::market::Market;
use super::region::Region;
use super::tighten::tighten;
use crate::optimize::stop::Stop;

/// Rounds of an ascent, and how often it begins anew.
const ROUNDS: usize = 400;
const PASSES: usize = 8;
/// Part of the target that a pass gains at least for another one.
const LEAST_GAIN: f64 = 1e-3;

/// All plans: their bound, and prices that prove it.
#[derive(Debug)]
pub struct Root {
    pub region: Region,
    pub prices: Vec<f64>,
    pub bound: f64,
    /// What is left out of the region costs no less.
    pub cutoff: f64,
}

/// Raises the bound of all plans from given prices. Plans that cost `cutoff`
/// or more may be left out; infinite where no plan is known.
pub fn root(market: &Market<'_>, first: Vec<f64>, cutoff: f64, stop: &Stop<'_>, found: &dyn Fn(f64)) -> Root {
    let mut root = Root { region: Region::whole(market), prices: first, bound: f64::NEG_INFINITY, cutoff };
    let mut clearing = Clearing::new(market);
    root.bound = clearing.clear(market, &root.region, &root.prices).min(cutoff);
    for pass in 0..PASSES {
        let first_step = if pass == 0 { 1.0 } else { 0.3 };
        let aim = Aim { target: goal(cutoff, root.bound), rounds: ROUNDS, first_step, longest_step: 10.0 };
        let summit = ascend(market, &root.region, std::mem::take(&mut root.prices), aim, &mut clearing, stop);
        root.prices = summit.prices;
        let bound = clearing.clear(market, &root.region, &root.prices);
        tighten(market, &mut root.region, &root.prices, bound, cutoff, &mut clearing);
        let gain = bound - root.bound;
        root.bound = root.bound.max(bound.min(cutoff));
        found(root.bound);
        if gain < LEAST_GAIN * root.bound.abs() || root.bound >= cutoff || stop.now() {
            break;
        }
    }
    root
}
