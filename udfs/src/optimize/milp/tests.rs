use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::relax;
use crate::baseline::fifo;
use crate::billing::price;
use crate::check::validate;
use crate::model::{Problem, Schedule, Status};
use crate::optimize::dual::{Market, Region, Relaxed};
use crate::optimize::instance::{Instance, float};
use crate::optimize::stop::Stop;
use crate::optimize::{Control, Progress, optimize};
use crate::sample::{sample, sample_of_any_tariff};

const QUIET: Control<'_> = Control { elapsed: &|| Duration::ZERO, cancelled: &|| false, progress: &|_| {} };

fn objective(problem: &Problem, schedule: &Schedule) -> f64 {
    float(price(problem, schedule).expect("a sample can be priced").cost.objective)
}

fn root_bound(problem: &Problem) -> f64 {
    let instance = Instance::new(problem).expect("a sample can be priced");
    let stop = Stop::new(problem, &QUIET);
    bound_of(&Market::new(&instance), &stop).map_or(f64::NEG_INFINITY, |relaxed| relaxed.bound)
}

fn bound_of(market: &Market<'_>, stop: &Stop<'_>) -> Option<Relaxed> {
    relax(market, &Region::whole(market), stop)
}

fn benchmark(name: &str) -> Option<Problem> {
    let data = std::env::var("HEATSCHED_SHARED_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data").to_string());
    let Ok(text) = std::fs::read_to_string(format!("{data}/benchmarks/{name}.json")) else {
        println!("skipped: no benchmarks in {data}");
        return None;
    };
    Some(crate::document::problem_from_json(&text).expect("a valid problem").0)
}

/// The samples' own schedules hold all constraints, and so do most plans of the search.
#[test]
fn no_valid_plan_costs_less_than_the_bound() {
    for seed in 0..120 {
        let mut given = if seed % 2 == 0 { sample(seed) } else { sample_of_any_tariff(seed) };
        given.problem.options.work_limit = Some(3_000);
        let problem = &given.problem;
        if !Instance::new(problem).expect("a sample can be priced").is_whole {
            continue;
        }
        let bound = root_bound(problem);
        let close = |cost: f64| bound <= cost + 1e-6 * cost.abs().max(1.0);
        let cost = objective(problem, &given.schedule);
        assert!(close(cost), "sample {seed}: bound {bound} above {cost}");
        let plan = optimize(problem, &fifo(problem), &QUIET).expect("a sample can be priced");
        if plan.status == Status::Elastic {
            assert_eq!(plan.lower_bound, None, "sample {seed}");
            continue;
        }
        assert_eq!(validate(problem, &plan.schedule), Vec::new(), "sample {seed}");
        let cost = objective(problem, &plan.schedule);
        assert!(close(cost), "sample {seed}: root bound {bound} above {cost}");
        let claimed = float(plan.lower_bound.expect("a bound"));
        assert!(claimed <= cost + 1e-6, "sample {seed}: claimed bound {claimed} above {cost}");
    }
}

/// Best plans known of public problems.
#[test]
fn bounds_of_public_problems_hold_and_are_tight() {
    for (name, best, least) in [
        ("heat/furnace_15_4_1_1", 546.77, 515.0),
        ("heat/furnace_60_8_1_1", 1716.91, 1650.0),
        ("heat/mixed_100_10_1_1", 1256.02, 1165.0),
        ("heat/steam_100_6_1_1", 1473.7, 1455.0),
        ("ctu2020/medium_nosby_0", 1426.0, 0.0),
        ("ctu2020/medium_nosby_1", 1394.0, 0.0),
    ] {
        let Some(problem) = benchmark(name) else { return };
        let clock = Instant::now();
        let bound = root_bound(&problem);
        println!("{name}: {bound:.2} of {best}, {:.1} s", clock.elapsed().as_secs_f64());
        assert!(bound <= best + 0.005, "{name}: {bound} above {best}");
        assert!(bound >= least, "{name}: {bound} below {least}");
    }
}

/// Cancelled as soon as the whole is bounded: nothing false is claimed.
#[test]
fn a_run_cancelled_while_bounding_keeps_its_plan() {
    let Some(mut problem) = benchmark("heat/furnace_60_8_1_1") else { return };
    problem.options.work_limit = Some(1_000);
    let bounding = AtomicBool::new(false);
    let control = Control {
        elapsed: &|| Duration::ZERO,
        cancelled: &|| bounding.load(Ordering::Relaxed),
        progress: &|progress: &Progress| {
            bounding.fetch_or(progress.phase == "bound", Ordering::Relaxed);
        },
    };
    let plan = optimize(&problem, &fifo(&problem), &control).expect("a benchmark can be priced");
    assert!(bounding.into_inner());
    assert!(!plan.reproducible);
    assert_eq!(validate(&problem, &plan.schedule), Vec::new());
    assert!(plan.lower_bound.is_some_and(|bound| float(bound) <= 1716.92), "{:?}", plan.lower_bound);
}

#[test]
fn the_bound_of_a_single_machine_is_no_higher_than_its_optimum() {
    let Some(problem) = benchmark("ctu2020/medium_nosby_1") else { return };
    let exact = optimize(&problem, &fifo(&problem), &QUIET).expect("a benchmark can be priced");
    assert!(root_bound(&problem) <= objective(&problem, &exact.schedule) + 1e-3);
}
