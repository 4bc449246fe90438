//! A proved lower bound, by branch and bound over HiGHS.
//!
//! [`model`]: the sparse time-indexed model, a rule a file in [`rules`]. It leaves out what cannot be stated, so that
//! every schedule that holds the constraints is one of its solutions at no higher cost: its optimum is a lower bound.
//! The bound of the linear relaxation is added up here from the row prices ([`linear::Linear::lagrangian`]), so that it
//! holds whatever the solver's tolerances.

mod boxes;
mod catalogue;
mod highs;
mod linear;
mod model;
mod peak_box;
mod piecewise;
mod rules;
mod side;

use boxes::Limits;
use catalogue::Catalogue;
use highs::Watch;
use peak_box::PeakBox;

use super::effort::Effort;
use super::instance::{Instance, float};
use super::proof::Proof;
use super::search::Solution;
use super::stop::Stop;
use crate::model::Problem;

/// Columns for jobs above which no model is built, and above which its peaks are not searched.
const MOST_CHOICES: usize = 200_000;
const MOST_SEARCHED_CHOICES: usize = 40_000;

/// Proves a bound for a plan that holds all constraints.
pub fn prove(problem: &Problem, instance: &Instance, plan: &Solution, effort: &Effort, stop: &Stop<'_>) -> Proof {
    let mut proof = Proof::none(plan.clone());
    let choices = rules::count(&instance.plant);
    if choices > MOST_CHOICES || !instance.is_whole || stop.now() {
        return proof;
    }
    proof.solver = Some(format!("HiGHS {}", highs::version()));
    let catalogue = Catalogue::new(instance);
    let limits = Limits {
        boxes: effort.boxes(choices),
        threads: effort.threads,
        tolerance: float(problem.options.gap_tolerance),
        stop,
    };
    let whole = PeakBox::whole(instance, &catalogue);
    let watch = Watch::new(stop, "bound", plan.score.cost);
    let root = boxes::relax(instance, &catalogue, whole, f64::NEG_INFINITY, watch);
    proof.raise(root.bound);
    if choices <= MOST_SEARCHED_CHOICES && proof.gap() > limits.tolerance {
        boxes::search(instance, &catalogue, root, &mut proof, &limits);
    }
    proof
}

#[cfg(test)]
mod tests;
