use super::{broken, previous, problems, run};
use crate::baseline::fifo;
use crate::check::validate;
use crate::model::{Decimal, Problem, Status};
use crate::optimize::pieces::run_pieces;
use crate::sample::{sample, sample_of_any_tariff};

const SAMPLES: usize = 40;

#[test]
fn every_plan_of_every_strategy_is_valid() {
    let (count, from) = problems(SAMPLES);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let wrong: Vec<String> =
        run_pieces(count, threads, |index| wrong((from + index) as u64)).into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{} faults\n{:#?}", wrong.len(), &wrong[..wrong.len().min(30)]);
}

/// The baseline, a plan of the search and its bound, and plans beside the sample's own schedule: with no jobs frozen,
/// and with those of the horizon's first half.
fn wrong(seed: u64) -> Vec<String> {
    let given = if seed.is_multiple_of(2) { sample(seed) } else { sample_of_any_tariff(seed) };
    let mut problem = given.problem;
    problem.options.work_limit = Some(600);
    problem.options.threads = Some(1);
    // one relaxation
    problem.options.gap_tolerance = Decimal::new(9, 1);
    let mut wrong = Vec::new();
    if let Some(violation) = broken(&problem, &fifo(&problem)) {
        wrong.push(format!("seed {seed}, baseline: {violation:?}"));
    }
    wrong.extend(wrong_plan(&problem).map(|message| format!("seed {seed}, plan: {message}")));
    problem.previous_schedule = previous(&problem, &given.schedule);
    wrong.extend(wrong_plan(&problem).map(|message| format!("seed {seed}, re-plan: {message}")));
    let until = problem.horizon.instant(problem.horizon.intervals() / 2);
    problem.options.freeze_until = Some(until);
    wrong.extend(wrong_plan(&problem).map(|message| format!("seed {seed}, re-plan from {until}: {message}")));
    let frozen = |assignment: &&crate::model::Assignment| assignment.start < until;
    let plan = run(&problem).schedule;
    let moved = given.schedule.assignments.iter().filter(frozen).find(|before| !plan.assignments.contains(before));
    wrong.extend(moved.map(|before| format!("seed {seed}: {before:?} is frozen and moved")));
    wrong
}

fn wrong_plan(problem: &Problem) -> Option<String> {
    let plan = run(problem);
    match (plan.status, validate(problem, &plan.schedule).first()) {
        (Status::Elastic, _) => broken(problem, &plan.schedule).map(|violation| format!("{violation:?}")),
        (status, violation) => violation.map(|violation| format!("{status:?} with {violation:?}")),
    }
}
