use rust_decimal::RoundingStrategy::ToNegativeInfinity;

use super::effort::Effort;
use super::instance::{Instance, float};
use super::pieces::run_pieces;
use super::proof::Proof;
use super::report::Report;
use super::search::{Solution, State, anneal, baseline_places, first_plan};
use super::single_machine::SingleMachine;
use super::stop::Stop;
use super::{Control, Outcome, replan};
use crate::baseline::fifo;
use crate::billing;
use crate::error::Issues;
use crate::model::{Decimal, Problem, Schedule, Status};

/// Plans a problem. `baseline` is the plan to beat; the answer costs no more, unless it holds constraints that the
/// baseline breaks or stays closer to a previous schedule.
pub fn optimize(problem: &Problem, baseline: &Schedule, control: &Control<'_>) -> Result<Outcome, Issues> {
    let stop = Stop::new(problem, control);
    if problem.previous_schedule.is_empty() {
        return plan(problem, Instance::new(problem)?, baseline, &stop);
    }
    let move_price = replan::move_price(problem, baseline)?;
    let frozen = replan::freeze(problem)?.problem;
    let instance = replan::with_previous(Instance::new(&frozen)?, &frozen, move_price);
    plan(&frozen, instance, &fifo(&frozen), &stop)
}

fn plan(problem: &Problem, instance: Instance, baseline: &Schedule, stop: &Stop<'_>) -> Result<Outcome, Issues> {
    let report = Report::new(&stop.control);
    let exact = SingleMachine::new(&instance).and_then(|machine| machine.solve(stop));
    if let Some((solution, true)) = &exact
        && !instance.is_replan()
    {
        let schedule = solution.schedule(problem);
        let proved = billing::price(problem, &schedule)?.cost.objective;
        return Ok(outcome(schedule, Status::Optimal, Some(proved), SINGLE_MACHINE, 1, stop));
    }
    let Some(first) = first(problem, &instance, baseline, exact.as_ref().map(|(solution, _)| solution), stop) else {
        return Ok(outcome(baseline.clone(), Status::Elastic, None, SEARCH, 0, stop));
    };
    let effort = Effort::new(problem, &instance).within_time(&instance, &first, stop);
    let found = run_pieces(effort.chains, effort.threads, |chain| {
        let mut state = State::empty(&instance)?;
        first.load_into(&mut state);
        Some(anneal(&mut state, &effort.chain(chain, first.score.cost), stop, &|solution| {
            report.incumbent(solution.score.cost);
        }))
    });
    let best = replan::put_back(&instance, found.into_iter().flatten().fold(first, better));
    if !best.score.is_met() {
        return Ok(outcome(best.schedule(problem), Status::Elastic, None, SEARCH, effort.work_units(), stop));
    }
    let mut proof = prove(problem, &instance, best, &effort, stop);
    proof.plan = replan::put_back(&instance, proof.plan);
    if let Some((cheapest, _)) = &exact {
        proof.raise(below(cheapest.score.cost));
    }
    let status = if proof.gap() <= float(problem.options.gap_tolerance) { Status::Optimal } else { Status::Feasible };
    let bound =
        proof.bound.and_then(Decimal::from_f64_retain).map(|bound| bound.round_dp_with_strategy(6, ToNegativeInfinity));
    let solver = proof.solver.as_ref().map_or_else(|| SEARCH.to_string(), |solver| format!("{SEARCH} + {solver}"));
    let work_units = effort.work_units() + proof.work_units;
    Ok(outcome(proof.plan.schedule(problem), status, bound, &solver, work_units, stop))
}

/// The best of the plans to start from: the baseline's, the previous one's, and the cheapest if it is known. `None` if no
/// on-periods keep the rules of all equipment.
fn first(
    problem: &Problem,
    instance: &Instance,
    baseline: &Schedule,
    cheapest: Option<&Solution>,
    stop: &Stop<'_>,
) -> Option<Solution> {
    let mut state = State::empty(instance)?;
    first_plan(&baseline_places(problem, baseline), &mut state, stop);
    let mut first = state.solution();
    if instance.is_replan() {
        let mut state = State::empty(instance)?;
        first_plan(&instance.previous_places(), &mut state, stop);
        first = better(first, state.solution());
        if let Some(cheapest) = cheapest {
            cheapest.load_into(&mut state);
            first = better(first, state.solution());
        }
    }
    Some(first)
}

/// What rounding of floats may have added to a bound.
fn below(bound: f64) -> f64 {
    bound - 1e-9 * bound.abs().max(1.0)
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
