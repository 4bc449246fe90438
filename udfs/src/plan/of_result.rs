use super::Plan;
use super::restore::{Recorded, restore};
use crate::baseline::fifo;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Assignment, PlanResult, Problem, Schedule};

/// The plan behind a result document of `problem`: the schedule is taken from it and every figure is computed anew, so
/// that what another process answers need not be trusted.
pub fn of_result(problem: &Problem, result: &PlanResult) -> Result<Plan, Issues> {
    let assignments = result.assignments.iter();
    let mut schedule = Schedule {
        assignments: assignments.map(|a| Assignment { job: a.job, equipment: a.equipment, start: a.start }).collect(),
        runs: result.runs.clone(),
    };
    schedule.sort();
    let recorded = Recorded {
        status: result.status,
        solver: result.solver.clone(),
        lower_bound: result.lower_bound,
        solve_seconds: result.solve_seconds,
        work_units: result.work_units,
        reproducible: result.reproducible,
    };
    let plan = restore(problem, &fifo(problem), &schedule, recorded)?;
    if plan.optimized.provenance_hash == result.provenance_hash {
        return Ok(plan);
    }
    let message =
        format!("the result's hash is {}, its schedule's {}", result.provenance_hash, plan.optimized.provenance_hash);
    let fix = "use a solver of this version, and the result as it wrote it";
    Err(Issue::error(Code::HashMismatch, Place::new("result").column("provenance_hash"), message, fix).into())
}
