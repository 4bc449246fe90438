//! The linear relaxation of the time-indexed model of a region, solved by HiGHS.
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

use super::dual::{Market, Region, Relaxed};
use super::stop::Stop;

pub use highs::version;

/// Part of a bound that rounding may have added.
const TOLERANCE: f64 = 1e-6;

/// `None` if the solver had no answer, or was stopped.
pub fn relax(market: &Market<'_>, region: &Region, stop: &Stop<'_>) -> Option<Relaxed> {
    let model = Model::new(market, region)?;
    let Relaxation::Solved { rows, columns } = relaxation(&model.linear, &mut Watch { stop }) else { return None };
    let bound = model.linear.lagrangian(&rows) + market.instance.base_cost;
    let mut prices = vec![0.0; market.prices()];
    for (row, price, times) in &model.priced {
        prices[*price] += (-rows[*row] * times).max(0.0);
    }
    let mean = model.mean(&columns);
    bound.is_finite().then(|| Relaxed { bound: bound - TOLERANCE * bound.abs().max(1.0), prices, mean })
}

#[cfg(test)]
mod tests;
