//! A proved lower bound, and for small problems a better plan, by HiGHS.
//!
//! [`model`]: the sparse time-indexed model, a rule a file in [`rules`]. It leaves out what cannot be stated, so that
//! every schedule that holds the constraints is one of its solutions at no higher cost: its optimum is a lower bound.
//! The bound of the linear relaxation is added up here from the row prices ([`linear::Linear::lagrangian`]), so that it
//! holds whatever the solver's tolerances.

mod highs;
mod linear;
mod model;
mod plan;
mod rules;

use highs::Watch;
use model::Model;

use super::instance::{Instance, float};
use super::proof::Proof;
use super::search::Solution;
use super::stop::Stop;
use crate::model::Problem;

/// Columns for jobs above which no model is built, and above which it is only relaxed.
const MOST_CHOICES: usize = 200_000;
const MOST_BINARY_CHOICES: usize = 8_000;
/// Part of a MIP bound that its tolerances may have added.
const TOLERANCE: f64 = 1e-6;

/// Proves a bound for a plan that holds all constraints, and looks for a cheaper one where the problem is small.
pub fn prove(problem: &Problem, instance: &Instance, plan: &Solution, stop: &Stop<'_>) -> Proof {
    let mut proof = Proof::none(plan.clone());
    let choices = rules::count(&instance.plant);
    if choices > MOST_CHOICES || stop.now() {
        return proof;
    }
    let model = Model::new(instance);
    let constant = instance.base_cost;
    let watch =
        |phase, incumbent, iterations| Watch { stop, phase, incumbent, constant, iterations, reported: None, done: 0 };
    let below = |bound: f64| bound - TOLERANCE * bound.abs().max(1.0);
    proof.solver = Some(format!("HiGHS {}", highs::version()));
    if let Some(prices) = highs::row_prices(&model.linear, &mut watch("bound", plan.score.cost, i64::MAX)) {
        proof.raise(below(model.linear.lagrangian(&prices) + constant));
    }
    let tolerance = float(problem.options.gap_tolerance);
    if choices > MOST_BINARY_CHOICES || proof.gap() <= tolerance || stop.now() {
        return proof;
    }
    let mut watch = watch("milp", plan.score.cost, iterations(problem));
    let abs_gap = tolerance * plan.score.cost.abs();
    let answer = highs::branch_and_bound(&model.linear, &plan::start(&model, plan), abs_gap, &mut watch);
    proof.work_units += u64::try_from(watch.done).unwrap_or(0);
    if let Some(answer) = answer {
        if let Some(bound) = answer.bound {
            proof.raise(below(bound + constant));
        }
        let found = answer.columns.and_then(|columns| plan::read(&model, &columns));
        if let Some(found) = found.filter(|found| found.score.compare(&proof.plan.score).is_lt()) {
            proof.plan = found;
        }
    }
    proof
}

/// Simplex iterations that a MIP may take: some seconds, and no more than the caller's limit of work.
fn iterations(problem: &Problem) -> i64 {
    let limit = problem.options.work_limit.and_then(|limit| i64::try_from(limit).ok());
    limit.map_or(MIP_ITERATIONS, |limit| limit.min(MIP_ITERATIONS))
}

const MIP_ITERATIONS: i64 = 3_000;

#[cfg(test)]
mod tests;
