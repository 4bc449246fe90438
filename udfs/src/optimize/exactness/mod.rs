//! The optimiser against an exact optimum: on tiny problems every schedule is tried, by rules written here from the words
//! of the problem. Costs are ranked in floats and the cheapest are priced by the calculator and checked by the validator.
//! And the validator against every strategy, on tiny problems and on larger ones.
//!
//! `HEATSCHED_EXACTNESS_PROBLEMS` raises the number of problems, `HEATSCHED_EXACTNESS_FROM` gives the first seed.

mod beside_a_plan;
mod every_schedule;
mod load;
mod on_patterns;
mod places;
mod samples;
mod tests;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{Control, Outcome, optimize};
use crate::baseline::fifo;
use crate::check::validate;
use crate::error::Code;
use crate::model::{Assignment, PreviousAssignment, Problem, Schedule, Violation};

/// How many problems, and from which seed.
fn problems(default: usize) -> (usize, usize) {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    (number("HEATSCHED_EXACTNESS_PROBLEMS", default), number("HEATSCHED_EXACTNESS_FROM", 0))
}

fn run(problem: &Problem) -> Outcome {
    // every look at the clock takes a millisecond
    let looks = AtomicU64::new(0);
    let elapsed = || Duration::from_millis(looks.fetch_add(1, Ordering::Relaxed));
    let control = Control { elapsed: &elapsed, cancelled: &|| false, progress: &|_| {} };
    optimize(problem, &fifo(problem), &control).expect("a sample can be priced")
}

/// Elastic plans leave jobs out, run them late, or exceed the demand limit; nothing else, ever.
fn broken(problem: &Problem, schedule: &Schedule) -> Option<Violation> {
    let elastic = [Code::JobUnscheduled, Code::JobLate, Code::DemandLimit];
    validate(problem, schedule).into_iter().find(|violation| !elastic.contains(&violation.code))
}

fn previous(problem: &Problem, schedule: &Schedule) -> Vec<PreviousAssignment> {
    let previous = |assignment: &Assignment| PreviousAssignment {
        job_id: problem.jobs[assignment.job].job_id.clone(),
        equipment_id: problem.equipment[assignment.equipment].equipment_id.clone(),
        start: assignment.start,
    };
    schedule.assignments.iter().map(previous).collect()
}
