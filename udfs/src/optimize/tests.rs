use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{Control, Outcome, optimize};
use crate::baseline::fifo;
use crate::billing::price;
use crate::check::validate;
use crate::error::Code;
use crate::model::{Decimal, Problem, Schedule, Status};
use crate::sample::sample;

const SAMPLES: u64 = 60;

fn run(problem: &Problem) -> Outcome {
    let control = Control { elapsed: &|| Duration::ZERO, cancelled: &|| false, progress: &|_| {} };
    optimize(problem, &fifo(problem), &control).expect("a sample can be priced")
}

fn small(seed: u64) -> Problem {
    let mut problem = sample(seed).problem;
    problem.options.work_limit = Some(4_000);
    problem
}

fn objective(problem: &Problem, schedule: &Schedule) -> Decimal {
    price(problem, schedule).expect("a sample can be priced").cost.objective
}

/// Elastic answers may leave jobs out, run them late, or exceed the demand limit; nothing else, ever.
fn broken(problem: &Problem, schedule: &Schedule) -> Vec<String> {
    let elastic = [Code::JobUnscheduled, Code::JobLate, Code::DemandLimit];
    let violations = validate(problem, schedule);
    violations
        .iter()
        .filter(|v| !elastic.contains(&v.code))
        .map(|v| format!("{} {} {}", v.code, v.subject, v.message))
        .collect()
}

#[test]
fn every_plan_holds_the_constraints() {
    for seed in 0..SAMPLES {
        let problem = small(seed);
        let baseline = fifo(&problem);
        assert_eq!(broken(&problem, &baseline), Vec::<String>::new(), "fifo, sample {seed}");
        let plan = run(&problem);
        assert_eq!(broken(&problem, &plan.schedule), Vec::<String>::new(), "optimize, sample {seed}");
        if plan.status != Status::Elastic {
            assert_eq!(validate(&problem, &plan.schedule), Vec::new(), "sample {seed}");
        }
    }
}

#[test]
fn a_plan_costs_no_more_than_a_valid_baseline() {
    for seed in 0..SAMPLES {
        let problem = small(seed);
        let baseline = fifo(&problem);
        if validate(&problem, &baseline).is_empty() {
            let plan = run(&problem);
            let (cost, before) = (objective(&problem, &plan.schedule), objective(&problem, &baseline));
            assert!(cost <= before + Decimal::new(1, 6), "sample {seed}: {cost} above {before}");
        }
    }
}

#[test]
fn threads_and_order_of_rows_change_nothing() {
    for seed in 0..20 {
        let mut problem = small(seed);
        let plan = run(&problem);
        for threads in [1, 2] {
            problem.options.threads = Some(threads);
            assert_eq!(run(&problem).schedule, plan.schedule, "sample {seed}, {threads} threads");
        }
        problem.jobs.reverse();
        problem.equipment.reverse();
        problem.sort();
        assert_eq!(run(&problem).schedule, plan.schedule, "sample {seed}, rows reversed");
    }
}

/// Search and proof side by side, by a clock of which every look takes a millisecond.
#[test]
fn a_limit_of_time_leaves_a_valid_plan_and_a_bound_below_it() {
    for seed in 0..12 {
        let mut problem = small(seed);
        (problem.options.work_limit, problem.options.time_limit_seconds) = (None, Some(Decimal::ONE));
        for threads in [1, 2, 3] {
            problem.options.threads = Some(threads);
            let looks = AtomicU64::new(0);
            let elapsed = || Duration::from_millis(looks.fetch_add(1, Ordering::Relaxed));
            let control = Control { elapsed: &elapsed, cancelled: &|| false, progress: &|_| {} };
            let plan = optimize(&problem, &fifo(&problem), &control).expect("a sample can be priced");
            assert_eq!(broken(&problem, &plan.schedule), Vec::<String>::new(), "sample {seed}, {threads} threads");
            if let Some(bound) = plan.lower_bound {
                let cost = objective(&problem, &plan.schedule);
                assert!(bound <= cost + Decimal::new(1, 6), "sample {seed}, {threads} threads: {bound} above {cost}");
            }
        }
    }
}

/// Proven optima of public single-machine problems with real-time prices.
#[test]
fn single_machines_are_solved_to_the_proven_optimum() {
    let data = std::env::var("HEATSCHED_SHARED_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data").to_string());
    for (name, optimum) in [("medium_nosby_0", 1426), ("medium_nosby_1", 1394)] {
        let Ok(text) = std::fs::read_to_string(format!("{data}/benchmarks/ctu2020/{name}.json")) else {
            println!("skipped: no benchmarks in {data}");
            return;
        };
        let (problem, _) = crate::document::problem_from_json(&text).expect("a valid problem");
        let plan = run(&problem);
        assert_eq!(validate(&problem, &plan.schedule), Vec::new(), "{name}");
        assert_eq!(objective(&problem, &plan.schedule), Decimal::from(optimum), "{name}");
        assert_eq!(plan.lower_bound, Some(Decimal::from(optimum)), "{name}");
        assert_eq!(plan.status, Status::Optimal, "{name}");
    }
}
