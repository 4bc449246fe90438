use super::obstacle::of_its_own;
use crate::model::{Decimal, Problem};
use crate::optimize::instance::{Instance, float};

/// The instance with the places that its tasks had, at a price for each task that leaves its own.
pub fn with_previous(mut instance: Instance, problem: &Problem, move_price: Decimal) -> Instance {
    for previous in &problem.previous_schedule {
        let Some(task) = problem.job_index(&previous.job_id) else { continue };
        instance.previous[task] = of_its_own(problem, &instance.plant, previous).ok();
    }
    instance.move_price = float(move_price);
    instance
}
