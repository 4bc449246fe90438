//! The linear relaxation of the time-indexed model, solved by HiGHS.
//!
//! [`model`]: the sparse model, a rule a file in [`rules`]. It leaves out what cannot be stated, so that every schedule
//! that holds the constraints is one of its solutions at no higher cost: its optimum is a lower bound. The bound is added
//! up here from the row prices ([`linear::Linear::lagrangian`]), so that it holds whatever the solver's tolerances.

mod highs;
mod linear;
mod model;
mod piecewise;
mod rules;

use highs::{Relaxation, Watch, relaxation};
use model::Model;

use super::dual::Market;
use super::stop::Stop;

pub use highs::version;

/// Part of a bound that rounding may have added.
const TOLERANCE: f64 = 1e-6;

/// What a relaxation proves: a bound, and the prices behind it, as the market has them.
#[derive(Debug)]
pub struct Relaxed {
    pub bound: f64,
    pub prices: Vec<f64>,
}

/// `None` if the solver had no answer, or was stopped.
pub fn relax(market: &Market<'_>, stop: &Stop<'_>) -> Option<Relaxed> {
    let model = Model::new(market)?;
    let Relaxation::Solved(rows) = relaxation(&model.linear, &mut Watch { stop }) else { return None };
    let bound = model.linear.lagrangian(&rows) + market.instance.base_cost;
    let mut prices = vec![0.0; market.prices()];
    for (row, price, times) in &model.priced {
        prices[*price] = (-rows[*row] * times).max(0.0);
    }
    bound.is_finite().then(|| Relaxed { bound: bound - TOLERANCE * bound.abs().max(1.0), prices })
}

#[cfg(test)]
mod tests;
