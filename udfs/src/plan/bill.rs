use super::finish::{Origin, finish};
use crate::baseline::fifo;
use crate::error::Issues;
use crate::inputs;
use crate::model::{Decimal, PlanResult, Problem, Schedule, ScheduleKind, Status};

/// The FIFO schedule of a problem, priced and checked.
pub fn baseline(problem: &Problem) -> Result<PlanResult, Issues> {
    bill(problem, &fifo(problem), ScheduleKind::Baseline)
}

/// Prices and checks a given schedule.
pub fn bill(problem: &Problem, schedule: &Schedule, kind: ScheduleKind) -> Result<PlanResult, Issues> {
    let ((), warnings) = inputs::check(problem).into_result(())?;
    finish(problem, schedule, unsolved(kind, warnings))
}

pub(super) fn unsolved(kind: ScheduleKind, warnings: Issues) -> Origin {
    Origin {
        kind,
        status: Status::Feasible,
        solver: if kind == ScheduleKind::Baseline { "FIFO".to_string() } else { String::new() },
        lower_bound: None,
        solve_seconds: Decimal::ZERO,
        work_units: 0,
        reproducible: true,
        baseline: None,
        replan: None,
        warnings,
    }
}
