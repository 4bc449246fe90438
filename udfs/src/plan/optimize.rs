use super::restore::{Recorded, restore};
use crate::baseline::fifo;
use crate::error::Issues;
use crate::inputs;
use crate::model::{Decimal, PlanResult, Problem};
use crate::optimize::{self, Control};

/// The optimised schedule and what the plant would do without it.
#[derive(Debug)]
pub struct Plan {
    pub baseline: PlanResult,
    pub optimized: PlanResult,
}

/// Plans a problem. Constraints that cannot all hold give an elastic plan with its violations, never a bare refusal.
pub fn optimize(problem: &Problem, control: &Control<'_>) -> Result<Plan, Issues> {
    inputs::check(problem).into_result(())?;
    let baseline = fifo(problem);
    let before = (control.elapsed)();
    let outcome = optimize::optimize(problem, &baseline, control)?;
    let milliseconds = (control.elapsed)().saturating_sub(before).as_millis();
    let recorded = Recorded {
        status: outcome.status,
        solver: outcome.solver,
        lower_bound: outcome.lower_bound,
        solve_seconds: Decimal::new(i64::try_from(milliseconds).unwrap_or(i64::MAX), 3),
        work_units: outcome.work_units,
        reproducible: outcome.reproducible,
    };
    restore(problem, &baseline, &outcome.schedule, recorded)
}
