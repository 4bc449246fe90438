//! Best-first search over boxes of the peaks: all of a relaxation's weakness sits in what demand charges bill, and within
//! narrow limits of that it is tight. Boxes are taken in rounds of the same size on any number of threads.

use super::catalogue::Catalogue;
use super::highs::{Relaxation, Watch, relaxation};
use super::model::Model;
use super::peak_box::PeakBox;
use super::side::{Side, most_open};
use crate::optimize::Progress;
use crate::optimize::instance::Instance;
use crate::optimize::pieces::run_pieces;
use crate::optimize::proof::Proof;
use crate::optimize::stop::Stop;

/// Boxes split in one round.
const ROUND: usize = 2;
/// Part of a bound that rounding may have added.
const TOLERANCE: f64 = 1e-6;

/// A box whose plans cost no less than `bound`.
#[derive(Debug, Clone)]
pub struct Open {
    pub peaks: PeakBox,
    pub bound: f64,
    /// kW billed in the relaxation.
    billed: Vec<f64>,
    /// What the relaxation leaves open about a job.
    side: Option<Side>,
    /// The order in which boxes came.
    number: usize,
}

/// What the search may do, and who asks.
#[derive(Debug, Clone, Copy)]
pub struct Limits<'a> {
    pub boxes: usize,
    pub threads: usize,
    /// Part of the best plan's cost within which a bound is near enough.
    pub tolerance: f64,
    pub stop: &'a Stop<'a>,
}

/// Bound of one box: never below `floor`, which holds for a box around it.
pub fn relax(instance: &Instance, catalogue: &Catalogue, peaks: PeakBox, floor: f64, watch: Watch<'_>) -> Open {
    let mut open = Open { billed: peaks.lower.clone(), peaks, bound: floor, side: None, number: 0 };
    let Some(model) = Model::new(instance, catalogue, &open.peaks) else {
        open.bound = f64::INFINITY;
        return open;
    };
    let mut watch = watch;
    match relaxation(&model.linear, &mut watch) {
        Relaxation::Infeasible => open.bound = f64::INFINITY,
        Relaxation::Solved { prices, columns } => {
            let bound = model.linear.lagrangian(&prices) + instance.base_cost;
            if bound.is_finite() {
                open.bound = open.bound.max(below(bound));
            }
            open.billed = model.billed.iter().map(|column| columns[*column]).collect();
            open.side = most_open(&model, &columns);
        }
        Relaxation::Unknown => {}
    }
    open
}

/// Splits the box with the lowest bound until none is below the target, or the work is done: by what a charge bills, and
/// where that is narrow by what the relaxation leaves open about a job.
pub fn search(instance: &Instance, catalogue: &Catalogue, root: Open, proof: &mut Proof, limits: &Limits<'_>) {
    let mut open = vec![root];
    let mut closed = f64::INFINITY;
    let mut solved = 0;
    while solved < limits.boxes && !limits.stop.now() {
        let cost = proof.plan.score.cost;
        let target = cost - limits.tolerance * cost.abs();
        open.sort_by(|a, b| a.bound.total_cmp(&b.bound).then(a.number.cmp(&b.number)));
        let count = open.iter().take(ROUND).take_while(|open| open.bound < target).count();
        let mut children = Vec::new();
        for parent in open.drain(..count) {
            match parent.halves(instance) {
                Some(halves) => children.extend(halves.map(|peaks| (peaks, parent.bound))),
                None => closed = closed.min(parent.bound),
            }
        }
        if children.is_empty() {
            break;
        }
        let relaxed = |index: usize| {
            let (peaks, floor): &(PeakBox, f64) = &children[index];
            let watch = Watch::new(limits.stop, "bound", cost);
            relax(instance, catalogue, peaks.clone(), *floor, watch)
        };
        for child in run_pieces(children.len(), limits.threads, relaxed) {
            solved += 1;
            proof.work_units += catalogue.places.len() as u64;
            open.push(Open { number: solved, ..child });
        }
        let bound = open.iter().map(|open| open.bound).fold(closed, f64::min);
        proof.raise(bound);
        report(limits, proof);
    }
}

impl Open {
    fn halves(&self, instance: &Instance) -> Option<[PeakBox; 2]> {
        let narrow = (0..instance.peaks.len()).all(|charge| self.peaks.width(charge) <= NARROW_KW);
        let by_side = || self.side.map(|side| self.peaks.divide(side));
        let by_peak = || split(instance, self);
        if narrow { by_side().or_else(by_peak) } else { by_peak().or_else(by_side) }
    }
}

/// No wider than this in any charge, a box is split by its jobs, kW.
const NARROW_KW: f64 = 60.0;

/// No wider than this a charge is split no further, kW.
const LEAST_KW: f64 = 2.0;

/// Far above the relaxation's peak first: no good plan is there. Then the charge with the most money in its width.
fn split(instance: &Instance, open: &Open) -> Option<[PeakBox; 2]> {
    let far = |charge: usize| 1.4 * open.billed[charge] + 40.0;
    let wide = (0..instance.peaks.len()).find(|charge| open.peaks.upper[*charge] > 1.2 * far(*charge));
    if let Some(charge) = wide {
        return Some(open.peaks.split(charge, far(charge).max(open.peaks.lower[charge] + LEAST_KW)));
    }
    let money = |charge: &usize| instance.peaks[*charge].highest_rate() * open.peaks.width(*charge);
    let charges = (0..instance.peaks.len()).filter(|charge| open.peaks.width(*charge) > LEAST_KW);
    let charge = charges.max_by(|a, b| money(a).total_cmp(&money(b)))?;
    let (lower, width) = (open.peaks.lower[charge], open.peaks.width(charge));
    let middle = lower + width / 2.0;
    let at = (middle + open.billed[charge].clamp(lower, lower + width)) / 2.0;
    Some(open.peaks.split(charge, at.clamp(lower + width / 5.0, lower + 0.8 * width)))
}

fn below(bound: f64) -> f64 {
    bound - TOLERANCE * bound.abs().max(1.0)
}

fn report(limits: &Limits<'_>, proof: &Proof) {
    let control = &limits.stop.control;
    (control.progress)(&Progress {
        seconds: (control.elapsed)().as_secs_f64(),
        phase: "bound",
        incumbent: Some(proof.plan.score.cost),
        lower_bound: proof.bound,
        work_units: proof.work_units,
    });
}
