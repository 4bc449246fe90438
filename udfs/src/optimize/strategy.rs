use super::instance::Instance;
use super::search::{Solution, State, anneal, first_plan};
use super::single_machine::SingleMachine;
use super::stop::Stop;
use super::{Control, Outcome, Progress};
use crate::error::Issues;
use crate::model::{Assignment, Problem, Schedule, Status};

/// Plans a problem. `baseline` is the plan to beat; the answer costs no more, unless it holds constraints that the
/// baseline breaks.
pub fn optimize(problem: &Problem, baseline: &Schedule, control: &Control<'_>) -> Result<Outcome, Issues> {
    let stop = Stop::new(problem, control);
    let instance = Instance::new(problem)?;
    if let Some((solution, true)) = SingleMachine::new(&instance).and_then(|machine| machine.solve(&stop)) {
        return Ok(outcome(schedule(problem, &solution), Status::Optimal, 1, &stop));
    }
    let Some(mut state) = State::empty(&instance) else {
        return Ok(outcome(baseline.clone(), Status::Elastic, 0, &stop));
    };
    first_plan(problem, baseline, &mut state);
    let changes = problem.options.work_limit.unwrap_or(400_000);
    let cost = state.score().cost.abs().max(1.0);
    let plan = anneal::Schedule { changes, hot: cost * 0.004, cold: cost * 0.00002, seed: problem.options.seed };
    let found = |solution: &Solution| {
        (control.progress)(&Progress {
            seconds: (control.elapsed)().as_secs_f64(),
            phase: "search",
            incumbent: Some(solution.score.cost),
            lower_bound: None,
            work_units: changes,
        });
    };
    let best = anneal(&mut state, &plan, &stop, &found);
    let status = if best.score.is_met() { Status::Feasible } else { Status::Elastic };
    Ok(outcome(schedule(problem, &best), status, changes, &stop))
}

fn outcome(schedule: Schedule, status: Status, work_units: u64, stop: &Stop<'_>) -> Outcome {
    let solver = "heatsched search".to_string();
    Outcome { schedule, status, lower_bound: None, solver, work_units, reproducible: !stop.was() }
}

fn schedule(problem: &Problem, solution: &Solution) -> Schedule {
    let places = solution.places.iter().enumerate();
    let assignments = places.filter_map(|(job, place)| {
        place.map(|(equipment, start)| Assignment { job, equipment, start: problem.horizon.instant(start) })
    });
    let mut schedule = Schedule { assignments: assignments.collect(), runs: Vec::new() };
    for (equipment, runs) in solution.runs.iter().enumerate() {
        schedule.runs.extend(runs.iter().map(|run| run.to_equipment_run(problem, equipment)));
    }
    schedule.sort();
    schedule
}
