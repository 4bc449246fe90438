//! The independent check of a schedule: a file a constraint, and the cost recomputed minute by minute.
//!
//! It shares nothing with the optimiser, the baseline or the calculator but the words of the model, so that a mistake in
//! one of them shows here. It is written to be obviously right rather than fast.

mod allowed_equipment;
mod availability;
mod capacity;
mod clock;
mod concurrent_jobs;
mod crew;
mod demand_limit;
mod equipment_on;
mod fixed;
mod grid;
mod horizon_edge;
mod max_starts;
mod min_run_time;
mod moves;
mod period;
mod predecessor;
mod recompute;
mod run_overlap;
mod runs_once;
mod setpoint;
mod start_counted;
mod stretch;
mod verify;
mod view;
mod window;

#[cfg(test)]
mod against_billing;
#[cfg(test)]
mod tests;

pub use recompute::{Recomputed, recompute};
pub use verify::verify;

use crate::model::{Problem, Schedule, Violation};
use view::View;

/// Every constraint of the problem that the schedule breaks: a row each, none if it is valid.
pub fn validate(problem: &Problem, schedule: &Schedule) -> Vec<Violation> {
    let view = View::new(problem, schedule);
    let rules: [fn(&View<'_>) -> Vec<Violation>; 18] = [
        runs_once::check,
        grid::check,
        horizon_edge::check,
        window::check,
        capacity::check,
        concurrent_jobs::check,
        setpoint::check,
        allowed_equipment::check,
        availability::check,
        equipment_on::check,
        run_overlap::check,
        start_counted::check,
        min_run_time::check,
        max_starts::check,
        demand_limit::check,
        crew::check,
        predecessor::check,
        fixed::check,
    ];
    rules.iter().flat_map(|rule| rule(&view)).collect()
}
