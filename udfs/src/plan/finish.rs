use rust_decimal::RoundingStrategy::{AwayFromZero, ToNegativeInfinity};

use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Baseline, Decimal, PlanResult, Problem, Replan, Schedule, ScheduleKind, Status};
use crate::{billing, check, conflict, provenance};

/// What is known of a schedule besides the schedule itself.
#[derive(Debug)]
pub(super) struct Origin {
    pub kind: ScheduleKind,
    pub status: Status,
    pub solver: String,
    pub lower_bound: Option<Decimal>,
    pub solve_seconds: Decimal,
    pub work_units: u64,
    pub reproducible: bool,
    pub baseline: Option<Baseline>,
    pub replan: Option<Replan>,
    pub warnings: Issues,
}

/// Prices a schedule by the calculator, has the validator check schedule and figures, and hashes the whole.
pub(super) fn finish(problem: &Problem, schedule: &Schedule, origin: Origin) -> Result<PlanResult, Issues> {
    let priced = billing::price(problem, schedule)?;
    let mut warnings = origin.warnings;
    warnings.extend(priced.warnings);
    let lower_bound = proved(origin.lower_bound, priced.cost.objective, &mut warnings);
    let gap = lower_bound.and_then(|bound| gap(priced.cost.objective, bound));
    let mut result = PlanResult {
        site_id: problem.site.site_id.clone(),
        schedule_kind: origin.kind,
        status: origin.status,
        solver: origin.solver,
        lower_bound,
        gap,
        solve_seconds: origin.solve_seconds,
        work_units: origin.work_units,
        seed: problem.options.seed,
        reproducible: origin.reproducible,
        assignments: priced.assignments,
        runs: schedule.runs.clone(),
        profile: priced.profile,
        cost: priced.cost,
        demand_allocation: problem.demand_allocation,
        baseline: origin.baseline,
        replan: origin.replan,
        violations: Vec::new(),
        warnings,
        input_hash: provenance::input_hash(problem),
        provenance_hash: String::new(),
    };
    result.violations = check::verify(problem, &result);
    result.status = status(problem, &result);
    if result.status == Status::Elastic && result.schedule_kind == ScheduleKind::Optimized {
        result.warnings.extend(conflict::issues(problem, &result));
    }
    result.provenance_hash = provenance::provenance_hash(problem, &result);
    Ok(result)
}

/// The bound, rounded down to what documents and tables keep. A bound above the schedule's cost proves nothing but a
/// defect; rounding alone may lift it by a hair.
fn proved(bound: Option<Decimal>, objective: Decimal, warnings: &mut Issues) -> Option<Decimal> {
    let bound = bound?;
    if bound <= objective {
        return Some(bound.round_dp_with_strategy(4, ToNegativeInfinity));
    }
    if bound - objective <= Decimal::new(1, 6) {
        return Some(objective.round_dp_with_strategy(4, ToNegativeInfinity));
    }
    let message = format!("the solver's bound {bound} is above the plan's cost {objective}; it is not reported");
    warnings.push(Issue::warning(Code::Solver, Place::new("lower_bound"), message, "report this as a defect"));
    None
}

/// (objective - bound) / objective, rounded up so that it never claims more than was proved.
fn gap(objective: Decimal, bound: Decimal) -> Option<Decimal> {
    if objective == bound {
        return Some(Decimal::ZERO);
    }
    let gap = ((objective - bound).checked_div(objective.abs()))?;
    Some(gap.round_dp_with_strategy(4, AwayFromZero))
}

fn status(problem: &Problem, result: &PlanResult) -> Status {
    let within = result.gap.is_some_and(|gap| gap <= problem.options.gap_tolerance);
    match result.status {
        Status::NoSolution => Status::NoSolution,
        _ if !result.violations.is_empty() => Status::Elastic,
        Status::Optimal | Status::Feasible if within => Status::Optimal,
        _ => Status::Feasible,
    }
}
