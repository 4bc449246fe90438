use super::Plan;
use super::bill::unsolved;
use super::finish::{Origin, finish};
use crate::error::Issues;
use crate::inputs;
use crate::model::{Baseline, Decimal, Problem, Schedule, ScheduleKind, Status};
use crate::optimize::replan;

/// What a solve alone can tell of a run; everything else is recomputed.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub status: Status,
    pub solver: String,
    pub lower_bound: Option<Decimal>,
    pub solve_seconds: Decimal,
    pub work_units: u64,
    pub reproducible: bool,
}

/// Prices, checks and hashes a stored run anew, from its problem, its schedules and what its solve recorded.
pub fn restore(
    problem: &Problem,
    baseline: &Schedule,
    optimized: &Schedule,
    recorded: Recorded,
) -> Result<Plan, Issues> {
    let ((), mut warnings) = inputs::check(problem).into_result(())?;
    let replan = replan::replan(problem, baseline, optimized)?;
    let baseline = finish(problem, baseline, unsolved(ScheduleKind::Baseline, warnings.clone()))?;
    warnings.extend(replan::freeze(problem)?.warnings);
    let origin = Origin {
        kind: ScheduleKind::Optimized,
        status: recorded.status,
        solver: recorded.solver,
        lower_bound: recorded.lower_bound,
        solve_seconds: recorded.solve_seconds,
        work_units: recorded.work_units,
        reproducible: recorded.reproducible,
        baseline: Some(Baseline { total: baseline.cost.total, violations: baseline.violations.len() }),
        replan,
        warnings,
    };
    let optimized = finish(problem, optimized, origin)?;
    Ok(Plan { baseline, optimized })
}
