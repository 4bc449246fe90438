use std::time::Duration;

use super::*;
use crate::error::{Code, Issue};
use crate::model::{Assignment, PlanResult, Schedule, Status};
use crate::optimize::Control;
use crate::plan::{self, Plan, Recorded};

fn planned(document: &Value) -> (Problem, Plan) {
    let mut problem = read(document);
    problem.options.work_limit = Some(4_000);
    let control = Control { elapsed: &|| Duration::ZERO, cancelled: &|| false, progress: &|_| {} };
    let plan = plan::optimize(&problem, &control).expect("a plan");
    (problem, plan)
}

fn one_for_two() -> Value {
    let mut document = document();
    document["equipment"][0]["max_concurrent_jobs"] = json!(1);
    document["jobs"] = json!([job("A", 60, 60, "08:00", "09:30"), job("B", 60, 60, "08:00", "09:30")]);
    document["jobs"][0]["priority"] = json!(1);
    document
}

fn said(result: &PlanResult) -> Vec<&Issue> {
    result.warnings.0.iter().filter(|issue| matches!(issue.code, Code::Conflict | Code::NoValidPlan)).collect()
}

#[test]
fn an_elastic_plan_names_the_conflict_and_the_ways_out() {
    let (_, plan) = planned(&one_for_two());
    assert_eq!(plan.optimized.status, Status::Elastic);
    let said = said(&plan.optimized);
    let [issue] = &said[..] else { panic!("{said:?}") };
    assert_eq!((issue.code, issue.place.key.as_deref()), (Code::Conflict, Some("A, B")));
    // 2 * 60 kWh at 0.10
    assert_eq!(issue.fix, "as this plan does for 12.00 EUR: end B 30 minutes later; or end A 30 minutes later");
    assert!(issue.message.contains("120 minutes of E1"), "{}", issue.message);
    assert!(issue.message.contains("E1 takes 1 job at once"), "{}", issue.message);
}

#[test]
fn a_plan_that_holds_says_nothing_of_conflicts() {
    let mut document = one_for_two();
    document["jobs"][1]["latest_end"] = json!(at("10:00"));
    let (_, plan) = planned(&document);
    assert_eq!((plan.optimized.violations.len(), said(&plan.optimized).len()), (0, 0));
}

#[test]
fn a_job_that_cannot_be_done_alone_is_named_once() {
    let mut document = document();
    document["jobs"] = json!([job("A", 300, 60, "08:00", "09:00")]);
    let (_, plan) = planned(&document);
    let codes: Vec<Code> = plan.optimized.warnings.0.iter().map(|issue| issue.code).collect();
    assert_eq!(codes, [Code::PowerUnavailable]);
}

/// Two hours of three in which a long minimum run would exceed the demand limit: no arithmetic says so.
#[test]
fn what_is_not_proved_is_not_claimed() {
    let mut document = document();
    document["site"]["demand_limit_kw"] = json!(100);
    document["equipment"][0]["min_run_time_minutes"] = json!(180);
    document["equipment"][0]["min_load_kw"] = json!(50);
    let rows = [("06:00", "08:00", 0), ("08:00", "09:00", 40), ("09:00", "12:00", 60)];
    document["site_load"] =
        rows.into_iter().map(|(from, to, kw)| json!({"start": at(from), "end": at(to), "kw": kw})).collect();
    document["availability"] = json!([{"equipment_id": "E1", "unavailable_start": at("06:00"),
        "unavailable_end": at("08:00"), "reason": "maintenance"}]);
    document["jobs"] = json!([job("A", 50, 60, "08:00", "09:00")]);
    let (_, plan) = planned(&document);
    let said = said(&plan.optimized);
    let [issue] = &said[..] else { panic!("{said:?}") };
    assert_eq!(issue.code, Code::NoValidPlan);
    assert!(issue.fix.starts_with("as this plan does for "), "{}", issue.fix);
}

#[test]
fn a_restored_plan_says_the_same() {
    let (problem, plan) = planned(&one_for_two());
    let schedule = |result: &PlanResult| {
        let assignments = result.assignments.iter();
        let assignments =
            assignments.map(|a| Assignment { job: a.job, equipment: a.equipment, start: a.start }).collect();
        Schedule { assignments, runs: result.runs.clone() }
    };
    let recorded = Recorded {
        status: plan.optimized.status,
        solver: plan.optimized.solver.clone(),
        lower_bound: plan.optimized.lower_bound,
        solve_seconds: plan.optimized.solve_seconds,
        work_units: plan.optimized.work_units,
        reproducible: plan.optimized.reproducible,
    };
    let restored = plan::restore(&problem, &schedule(&plan.baseline), &schedule(&plan.optimized), recorded);
    assert_eq!(restored.expect("a plan").optimized, plan.optimized);
}
