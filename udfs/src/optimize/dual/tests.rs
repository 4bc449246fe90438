use std::sync::Mutex;
use std::time::Duration;

use super::{Limits, Market, Region, Relaxed, root, search};
use crate::billing::price;
use crate::model::{Problem, Schedule};
use crate::optimize::Control;
use crate::optimize::instance::{Instance, float};
use crate::optimize::stop::Stop;
use crate::sample::{sample, sample_of_any_tariff};

const QUIET: Control<'_> = Control { elapsed: &|| Duration::ZERO, cancelled: &|| false, progress: &|_| {} };

fn objective(problem: &Problem, schedule: &Schedule) -> f64 {
    float(price(problem, schedule).expect("a sample can be priced").cost.objective)
}

/// Every bound on the way, first of the whole and then of so many regions. `cost` is that of a plan.
fn bounds(instance: &Instance, cost: f64, regions: usize, threads: usize) -> Vec<f64> {
    bounds_by(instance, cost, regions, threads, |_, _, _| None)
}

type Solver = fn(&Market<'_>, &Region, &Stop<'_>) -> Option<Relaxed>;

fn bounds_by(instance: &Instance, cost: f64, regions: usize, threads: usize, solver: Solver) -> Vec<f64> {
    let problem = sample(0).problem;
    let stop = Stop::new(&problem, &QUIET);
    let market = Market::new(instance);
    let told = Mutex::new(Vec::new());
    let found = |bound: f64| told.lock().expect("no panic").push(bound);
    let root = root(&market, market.first_prices(), cost, &stop, &found);
    let relax = |region: &Region| solver(&market, region, &stop);
    let (threads, target): (&(dyn Fn() -> usize + Sync), &(dyn Fn() -> f64 + Sync)) = (&|| threads, &|| cost);
    let limits = Limits { regions, threads, target, relax: Some(&relax), stop: &stop, found: &found };
    search(&market, &root, &limits);
    told.into_inner().expect("no panic")
}

/// The samples' own schedules hold all constraints, so no bound is above their cost, whether or not plans that cost more
/// are left out.
#[test]
fn no_bound_is_above_the_cost_of_a_valid_plan() {
    let mut tried = 0;
    for seed in 0..80 {
        let given = if seed % 2 == 0 { sample(seed) } else { sample_of_any_tariff(seed) };
        let instance = Instance::new(&given.problem).expect("a sample can be priced");
        if !instance.is_whole {
            continue;
        }
        let cost = objective(&given.problem, &given.schedule);
        let close = 1e-6 * cost.abs().max(1.0);
        for cutoff in [cost + 2.0 * close, cost * 1.3 + 1.0, f64::INFINITY] {
            let all = bounds(&instance, cutoff, 12, 1);
            let highest = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            // what is left out at the plan's own cost may be the plan itself
            assert!(highest <= cost + 3.0 * close, "sample {seed}: bound {highest} above {cost}, cutoff {cutoff}");
        }
        tried += 1;
    }
    assert!(tried > 50, "{tried}");
}

/// The region that a plan is in is never closed below its cost, however narrow: no row of its linear program cuts the
/// plan off or overcharges it.
#[test]
#[cfg(feature = "milp")]
fn no_linear_program_of_a_region_cuts_off_a_valid_plan() {
    let (mut tried, mut split) = (0, 0);
    for seed in 0..24 {
        let given = if seed % 2 == 0 { sample(seed) } else { sample_of_any_tariff(seed) };
        let instance = Instance::new(&given.problem).expect("a sample can be priced");
        if !instance.is_whole || instance.peaks.is_empty() {
            continue;
        }
        let cost = objective(&given.problem, &given.schedule);
        let close = 1e-6 * cost.abs().max(1.0);
        let all = bounds_by(&instance, cost + 2.0 * close, 1000, 1, crate::optimize::milp::relax);
        let highest = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert!(highest <= cost + 3.0 * close, "sample {seed}: bound {highest} above {cost}");
        split += usize::from(all.len() > 3);
        tried += 1;
    }
    assert!(tried > 12 && split > 4, "{tried}, {split}");
}

#[test]
fn bounds_rise_and_do_not_depend_on_threads() {
    for seed in [2, 4, 6] {
        let given = sample(seed);
        let instance = Instance::new(&given.problem).expect("a sample can be priced");
        let cost = objective(&given.problem, &given.schedule);
        let one = bounds(&instance, cost, 60, 1);
        assert!(!one.is_empty());
        assert!(one.is_sorted(), "sample {seed}: {one:?}");
        assert_eq!(one, bounds(&instance, cost, 60, 2), "sample {seed}");
    }
}

/// What each job costs at its cheapest place, without peaks: every bound is at least that.
#[test]
fn the_first_bound_is_above_energy_alone() {
    let mut compared = 0;
    for seed in (0..60).step_by(2) {
        let given = sample(seed);
        let mut instance = Instance::new(&given.problem).expect("a sample can be priced");
        let cost = objective(&given.problem, &given.schedule);
        let all = *bounds(&instance, cost * 2.0 + 10.0, 1, 1).last().expect("a bound");
        instance.peaks.clear();
        let energy = *bounds(&instance, cost * 2.0 + 10.0, 1, 1).last().expect("a bound");
        assert!(all >= energy - 0.02 * cost.abs().max(1.0), "sample {seed}: {all} below {energy}");
        compared += 1;
    }
    assert_eq!(compared, 30);
}
