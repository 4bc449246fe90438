use rust_decimal::RoundingStrategy::ToNegativeInfinity;

use super::bound::below;
use super::effort::Effort;
use super::instance::{Instance, float};
use super::report::Report;
use super::run::Run;
use super::search::{Solution, State, baseline_places, first_plan};
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
    if first.score.is_met() {
        report.incumbent(first.score.cost);
    }
    let effort = Effort::new(problem, &instance).within_time(stop);
    let run =
        Run { instance: &instance, effort, stop, report: &report, tolerance: float(problem.options.gap_tolerance) };
    let (best, proved) = if effort.timed { run.by_time(first) } else { run.by_work(first) };
    let work_units = effort.work_units() + proved.work_units;
    if !best.score.is_met() {
        return Ok(outcome(best.schedule(problem), Status::Elastic, None, SEARCH, work_units, stop));
    }
    let solver = proved.solver.map_or_else(|| SEARCH.to_string(), |solver| format!("{SEARCH} + {solver}"));
    let known = exact.as_ref().map(|(cheapest, _)| below(cheapest.score.cost));
    let bound = known.into_iter().chain(proved.bound).reduce(f64::max);
    let gap = bound.map_or(f64::INFINITY, |bound| (best.score.cost - bound) / best.score.cost.abs().max(1e-9));
    let status = if gap <= run.tolerance { Status::Optimal } else { Status::Feasible };
    let bound =
        bound.and_then(Decimal::from_f64_retain).map(|bound| bound.round_dp_with_strategy(6, ToNegativeInfinity));
    Ok(outcome(best.schedule(problem), status, bound, &solver, work_units, stop))
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

const SEARCH: &str = concat!("heatsched search ", env!("CARGO_PKG_VERSION"));
const SINGLE_MACHINE: &str = concat!("heatsched single machine ", env!("CARGO_PKG_VERSION"));

/// The better of two; of equals the one that starts its jobs earlier.
pub fn better(a: Solution, b: Solution) -> Solution {
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
