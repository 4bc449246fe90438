mod freeze;
mod moves;
mod stability;

use std::sync::LazyLock;
use std::time::Duration;

use crate::baseline::fifo;
use crate::check::validate;
use crate::document::problem_from_json;
use crate::error::Code;
use crate::model::{Decimal, PreviousAssignment, Problem, Replan, Schedule};
use crate::optimize::{Control, Outcome, optimize, replan};
use crate::sample::sample;

fn run(problem: &Problem) -> Outcome {
    let control = Control { elapsed: &|| Duration::ZERO, cancelled: &|| false, progress: &|_| {} };
    optimize(problem, &fifo(problem), &control).expect("a sample can be priced")
}

fn moves(problem: &Problem, schedule: &Schedule) -> Replan {
    replan::replan(problem, &fifo(problem), schedule).expect("a sample can be priced").expect("a re-plan")
}

fn previous(problem: &Problem, schedule: &Schedule) -> Vec<PreviousAssignment> {
    let previous = |assignment: &crate::model::Assignment| PreviousAssignment {
        job_id: problem.jobs[assignment.job].job_id.clone(),
        equipment_id: problem.equipment[assignment.equipment].equipment_id.clone(),
        start: assignment.start,
    };
    schedule.assignments.iter().map(previous).collect()
}

/// A problem with a plan that holds all its constraints, which is its previous schedule too.
#[derive(Clone)]
struct Planned {
    seed: u64,
    problem: Problem,
    plan: Schedule,
}

const SAMPLES: usize = 4;

/// Samples with 15 to 30 jobs.
fn planned_samples() -> Vec<Planned> {
    static PLANNED: LazyLock<Vec<Planned>> =
        LazyLock::new(|| (0..200).filter_map(planned_sample).take(SAMPLES).collect());
    assert_eq!(PLANNED.len(), SAMPLES);
    PLANNED.clone()
}

fn planned_sample(seed: u64) -> Option<Planned> {
    let mut problem = sample(seed).problem;
    if !(15..=30).contains(&problem.jobs.len()) || problem.jobs.iter().any(|job| job.fixed.is_some()) {
        return None;
    }
    // one relaxation is enough: the search is what is tested, and the first plan is to leave little to find
    (problem.options.work_limit, problem.options.gap_tolerance) = (Some(400_000), Decimal::new(9, 1));
    let plan = run(&problem).schedule;
    problem.options.work_limit = Some(60_000);
    problem.previous_schedule = previous(&problem, &plan);
    validate(&problem, &plan).is_empty().then_some(Planned { seed, problem, plan })
}

/// Elastic answers may leave jobs out, run them late, or exceed the demand limit; nothing else, ever.
fn assert_rules(problem: &Problem, schedule: &Schedule) {
    let elastic = [Code::JobUnscheduled, Code::JobLate, Code::DemandLimit];
    let violations = validate(problem, schedule);
    assert!(violations.iter().all(|violation| elastic.contains(&violation.code)), "{violations:?}");
}

/// Two heaters at a rate that falls at noon, and three jobs with the day to run in.
fn day() -> Problem {
    let job = |id: &str, kwh: u32| {
        format!(
            r#"{{"job_id": "{id}", "heating_requirement_kwh": {kwh}, "duration_minutes": 60,
                "earliest_start": "2026-01-05T06:00:00Z", "latest_end": "2026-01-05T18:00:00Z"}}"#
        )
    };
    let document = format!(
        r#"{{"format": "heatsched-problem/1", "site": {{"site_id": "S", "time_zone": "UTC"}},
            "horizon": {{"start": "2026-01-05T06:00:00Z", "end": "2026-01-05T18:00:00Z"}},
            "tariff": {{"tariff_id": "T", "periods": [
                {{"period_category": "high", "energy_rate_kwh": "0.30", "start_time": "00:00", "end_time": "12:00"}},
                {{"period_category": "low", "energy_rate_kwh": "0.10", "start_time": "12:00", "end_time": "24:00"}}]}},
            "equipment": [
                {{"equipment_id": "E1", "capacity_kw": 100, "efficiency_percent": 100, "max_concurrent_jobs": 1}},
                {{"equipment_id": "E2", "capacity_kw": 100, "efficiency_percent": 100, "max_concurrent_jobs": 1}}],
            "jobs": [{}, {}, {}], "options": {{"work_limit": 4000}}}}"#,
        job("A", 50),
        job("B", 60),
        job("C", 70)
    );
    problem_from_json(&document).expect("a problem").0
}

fn was(job_id: &str, equipment_id: &str, hour: &str) -> PreviousAssignment {
    let start = format!("2026-01-05T{hour}:00Z").parse().expect("a time");
    PreviousAssignment { job_id: job_id.into(), equipment_id: equipment_id.into(), start }
}
