//! Why each job of a plan is where it is: what it costs there, what the next best place would cost, and what keeps it
//! from a place that looks cheaper.
//!
//! All jobs but one stay where they are, and equipment that the one job leaves or comes to is run anew at the least
//! cost. Places are compared in floats by the optimiser's [`State`](crate::optimize::search::State); what is reported is
//! priced exactly by [`price`](crate::billing::price).
//!
//! - [`Explanation`]: the answer, in words of the model.
//! - `alternatives`: every place that the job could take, with what the plan would cost.
//! - `looks`: what a place looks like, energy alone; `binding` says why the place that looks cheapest is not taken.
//! - `rules`: a file a rule that can forbid a place. `dearer`: what makes an allowed place cost more than it looks.
//! - `peaks`: the peak of each demand charge, and what a kW of it costs.

mod alternatives;
mod binding;
mod dearer;
mod explain_schedule;
mod explanation;
mod looks;
mod peaks;
mod plan;
mod rules;
mod words;

#[cfg(test)]
mod tests;

pub use explain_schedule::{explain_schedule, peak_prices};
pub use explanation::{Binding, Explanation, JobExplanation, NextBest, PeakPrice, Rule, Where};
