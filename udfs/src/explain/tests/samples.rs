use std::time::Duration;

use super::*;
use crate::billing::{exposure, price};
use crate::check::validate;
use crate::error::Code;
use crate::explain::alternatives::{Outcome, alternatives};
use crate::explain::plan::Plan;
use crate::model::Status;
use crate::optimize::Control;
use crate::optimize::instance::{Instance, float};
use crate::sample::{Rng, sample};

const SAMPLES: u64 = 40;
/// Float against exact.
const NEAR: f64 = 1e-6;

/// Every place of every third job, priced exactly: the next best is the cheapest of them, and is open.
#[test]
fn the_next_best_place_is_the_cheapest_of_all() {
    for seed in 0..SAMPLES / 4 {
        let given = sample(seed);
        let problem = &given.problem;
        let explained = explain_schedule(problem, &given.schedule).expect("a sample can be explained");
        let (instance, exposure) =
            (Instance::new(problem).expect("a sample"), exposure(problem).expect("a sample can be priced"));
        let mut plan = Plan::new(problem, &given.schedule, &instance, &exposure).expect("a sample holds");
        assert!((float(plan.objective) - plan.state.score().cost).abs() < NEAR, "sample {seed}");
        for job in (0..problem.jobs.len()).step_by(3) {
            let mut least: Option<Decimal> = None;
            for alternative in alternatives(&mut plan, job) {
                let Outcome::Costs(cost) = alternative.outcome else { continue };
                assert!(plan.state.change(&[(job, Some((alternative.unit, alternative.start)))]));
                let moved = plan.state.solution().schedule(problem);
                plan.state.undo();
                assert_eq!(validate(problem, &moved), Vec::new(), "sample {seed}, job {job}, {alternative:?}");
                let exact = price(problem, &moved).expect("a sample can be priced").cost.objective;
                let apart = (float(exact) - cost).abs();
                assert!(apart < NEAR, "sample {seed}, job {job}: {apart} apart");
                least = Some(least.map_or(exact, |least| least.min(exact)));
            }
            let said = explained.jobs[job].next_best.map(|next| explained.objective + next.cost_increase);
            let apart = (said.unwrap_or_default() - least.unwrap_or_default()).abs();
            assert!(said.is_some() == least.is_some() && apart < Decimal::new(1, 6), "sample {seed}, job {job}");
        }
    }
}

/// Never more than what the plan without the job costs with all equipment on as before.
#[test]
fn a_job_costs_what_the_plan_without_it_saves() {
    for seed in 0..SAMPLES {
        let given = sample(seed);
        let problem = &given.problem;
        let explained = explain_schedule(problem, &given.schedule).expect("a sample can be explained");
        for found in explained.jobs {
            let mut without = given.schedule.clone();
            without.assignments.retain(|assignment| assignment.job != found.job);
            let as_before = price(problem, &without).expect("a sample can be priced").cost.objective;
            let cost_here = found.cost_here.expect("every job of a sample has a place");
            assert!(cost_here >= explained.objective - as_before, "sample {seed}, job {}", found.job);
            assert!(!found.binding.message.is_empty());
        }
    }
}

/// One furnace, one job at a time, a price for every hour.
fn single_machine(seed: u64) -> Problem {
    let mut rng = Rng::new(seed);
    let mut document = document();
    document["equipment"][0]["max_concurrent_jobs"] = json!(1);
    document["equipment"][0]["min_load_kw"] = json!(rng.between(0, 40));
    document["equipment"][0]["startup_energy_kwh"] = json!(rng.between(0, 80));
    let prices = (6..12).map(|hour| {
        json!({"start": at(hour), "end": at(hour + 1),
        "energy_rate_kwh": rng.decimal(0, 1, 2).to_string()})
    });
    document["tariff"]["prices"] = prices.collect();
    document["jobs"] = json!([]);
    for id in ["A", "B", "C"] {
        let mut row = job(id, rng.between(1, 120));
        row["latest_end"] = json!(at(rng.between(9, 12)));
        add(&mut document, "jobs", row);
    }
    read(&document)
}

#[test]
fn nothing_is_cheaper_than_a_proved_optimum() {
    for seed in 0..60 {
        let problem = single_machine(seed);
        let control = Control { elapsed: &|| Duration::ZERO, cancelled: &|| false, progress: &|_| {} };
        let planned = crate::plan::optimize(&problem, &control).expect("a plan").optimized;
        assert_eq!(planned.status, Status::Optimal, "seed {seed}");
        let assignments = planned.assignments.iter();
        let assignments =
            assignments.map(|a| Assignment { job: a.job, equipment: a.equipment, start: a.start }).collect();
        let explained =
            explain_schedule(&problem, &Schedule { assignments, runs: planned.runs.clone() }).expect("it holds");
        assert_eq!(explained.objective, planned.cost.objective);
        for found in explained.jobs {
            let increase = found.next_best.map_or(Decimal::ZERO, |next| next.cost_increase);
            assert!(increase >= Decimal::ZERO && found.binding.rule != Rule::NotCheapest, "seed {seed}: {found:?}");
        }
    }
}

#[test]
fn the_same_plan_is_explained_in_the_same_words() {
    for seed in 0..10 {
        let given = sample(seed);
        let explain = || explain_schedule(&given.problem, &given.schedule).expect("a sample can be explained");
        assert_eq!(explain(), explain(), "sample {seed}");
    }
}

/// Left out and late jobs are explained, too.
#[test]
fn elastic_plans_are_explained() {
    for seed in 0..SAMPLES {
        let mut given = sample(seed);
        if given.problem.jobs.iter().any(|job| job.predecessor_job_id.is_some())
            || given.schedule.assignments.is_empty()
        {
            continue;
        }
        let left_out = given.schedule.assignments.remove(0);
        for (index, job) in given.problem.jobs.iter_mut().enumerate() {
            if index % 2 == 1 && job.fixed.is_none() {
                job.latest_end -= chrono::TimeDelta::minutes(30);
            }
        }
        let elastic = [Code::JobUnscheduled, Code::JobLate];
        let broken = validate(&given.problem, &given.schedule);
        assert!(broken.iter().all(|violation| elastic.contains(&violation.code)), "sample {seed}: {broken:?}");
        let explained = explain_schedule(&given.problem, &given.schedule).expect("an elastic plan can be explained");
        assert_eq!(explained.jobs[left_out.job].here, None);
    }
}
