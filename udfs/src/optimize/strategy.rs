use rust_decimal::RoundingStrategy::ToNegativeInfinity;

use super::effort::Effort;
use super::instance::{Instance, float};
use super::pieces::run_pieces;
use super::proof::Proof;
use super::report::Report;
use super::search::{Solution, State, anneal, first_plan};
use super::single_machine::SingleMachine;
use super::stop::Stop;
use super::{Control, Outcome};
use crate::billing;
use crate::error::Issues;
use crate::model::{Decimal, Problem, Schedule, Status};

/// Plans a problem. `baseline` is the plan to beat; the answer costs no more, unless it holds constraints that the
/// baseline breaks.
pub fn optimize(problem: &Problem, baseline: &Schedule, control: &Control<'_>) -> Result<Outcome, Issues> {
    let stop = Stop::new(problem, control);
    let report = Report::new(control);
    let instance = Instance::new(problem)?;
    if let Some((solution, true)) = SingleMachine::new(&instance).and_then(|machine| machine.solve(&stop)) {
        let schedule = solution.schedule(problem);
        let proved = billing::price(problem, &schedule)?.cost.objective;
        return Ok(outcome(schedule, Status::Optimal, Some(proved), SINGLE_MACHINE, 1, &stop));
    }
    let Some(mut first) = State::empty(&instance) else {
        return Ok(outcome(baseline.clone(), Status::Elastic, None, SEARCH, 0, &stop));
    };
    first_plan(problem, baseline, &mut first, &stop);
    let first = first.solution();
    let effort = Effort::new(problem, &instance).within_time(&instance, &first, &stop);
    let found = run_pieces(effort.chains, effort.threads, |chain| {
        let mut state = State::empty(&instance)?;
        first.load_into(&mut state);
        Some(anneal(&mut state, &effort.chain(chain, first.score.cost), &stop, &|solution| {
            report.incumbent(solution.score.cost);
        }))
    });
    let best = found.into_iter().flatten().fold(first, better);
    if !best.score.is_met() {
        return Ok(outcome(best.schedule(problem), Status::Elastic, None, SEARCH, effort.work_units(), &stop));
    }
    let proof = prove(problem, &instance, best, &effort, &stop);
    let status = if proof.gap() <= float(problem.options.gap_tolerance) { Status::Optimal } else { Status::Feasible };
    let bound =
        proof.bound.and_then(Decimal::from_f64_retain).map(|bound| bound.round_dp_with_strategy(6, ToNegativeInfinity));
    let solver = proof.solver.as_ref().map_or_else(|| SEARCH.to_string(), |solver| format!("{SEARCH} + {solver}"));
    let work_units = effort.work_units() + proof.work_units;
    Ok(outcome(proof.plan.schedule(problem), status, bound, &solver, work_units, &stop))
}

#[cfg(feature = "milp")]
fn prove(problem: &Problem, instance: &Instance, plan: Solution, effort: &Effort, stop: &Stop<'_>) -> Proof {
    super::milp::prove(problem, instance, &plan, effort, stop)
}

#[cfg(not(feature = "milp"))]
fn prove(_problem: &Problem, _instance: &Instance, plan: Solution, _effort: &Effort, _stop: &Stop<'_>) -> Proof {
    Proof::none(plan)
}

const SEARCH: &str = concat!("heatsched search ", env!("CARGO_PKG_VERSION"));
const SINGLE_MACHINE: &str = concat!("heatsched single machine ", env!("CARGO_PKG_VERSION"));

/// The better of two; of equals the one that starts its jobs earlier.
fn better(a: Solution, b: Solution) -> Solution {
    let starts = |solution: &Solution| solution.places.iter().flatten().map(|(_, start)| *start).sum::<usize>();
    let order = b.score.compare(&a.score).then_with(|| starts(&b).cmp(&starts(&a)));
    if order.is_lt() { b } else { a }
}

fn outcome(
    schedule: Schedule,
    status: Status,
    lower_bound: Option<Decimal>,
    solver: &str,
    work_units: u64,
    stop: &Stop<'_>,
) -> Outcome {
    Outcome { schedule, status, lower_bound, solver: solver.to_string(), work_units, reproducible: !stop.had_a_part() }
}
