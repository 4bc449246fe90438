use std::time::Duration;

use super::previous::previous_schedule;
use super::{run_changes, verify_run};
use crate::document::{result_from_json, result_to_json};
use crate::error::Code;
use crate::model::{Decimal, Problem};
use crate::optimize::Control;
use crate::plan::{self, Plan};
use crate::provenance::{input_hash, run_id};
use crate::sample::sample;
use crate::store::{MemoryStore, Store};
use crate::tables::JOB_MOVES;

fn solve(problem: &Problem) -> Plan {
    let control = Control { elapsed: &|| Duration::ZERO, cancelled: &|| false, progress: &|_| {} };
    plan::optimize(problem, &control).expect("a sample can be planned")
}

/// A stored run, and the problem of a re-plan beside it in which most jobs have another place.
fn replanned() -> (MemoryStore, Problem, Plan) {
    let mut problem = sample(3).problem;
    problem.options.work_limit = Some(2_000);
    let store = MemoryStore::new();
    let first = solve(&problem);
    store.write(&run_changes("t", "S", &problem, &first)).expect("rows");
    let run = run_id("S", &input_hash(&problem), None);
    problem.previous_schedule = previous_schedule(&store, "t", &run).expect("a run");
    assert_eq!(problem.previous_schedule.len(), first.optimized.assignments.len());
    problem.options.move_price = Some(Decimal::ONE);
    let until = problem.horizon.end;
    problem.options.freeze_until = Some(until);
    for job in &mut problem.jobs {
        job.duration_minutes += 20;
    }
    let plan = solve(&problem);
    store.write(&run_changes("t", "S", &problem, &plan)).expect("rows");
    (store, problem, plan)
}

#[test]
fn a_stored_re_plan_is_verified_with_its_moves() {
    let (store, problem, plan) = replanned();
    let run = run_id("S", &input_hash(&problem), None);
    let broken = verify_run(&store, "t", &run).expect("a run");
    assert!(broken.0.is_empty(), "{broken}");
    let moves = &plan.optimized.replan.as_ref().expect("a re-plan").moves;
    let rows = store.read(&JOB_MOVES, &[("run_id", &run)]).expect("rows");
    assert_eq!(rows.len(), moves.len());
    assert!(!moves.is_empty());
    let frozen = plan.optimized.warnings.0.iter().filter(|issue| issue.code == Code::FreezeImpossible);
    assert!(frozen.count() > 0, "longer jobs cannot all stay");
}

#[test]
fn a_result_document_holds_moves_where_there_was_a_previous_schedule() {
    let (_, problem, plan) = replanned();
    let document = result_to_json(&problem, &plan.optimized);
    assert_eq!(document["move_price"], "1");
    let again = result_from_json(&problem, &document.to_string()).expect("a result");
    let names = |replan: &Option<crate::model::Replan>| -> Vec<String> {
        replan.iter().flat_map(|replan| &replan.moves).map(|job_move| format!("{:?}", job_move.to)).collect()
    };
    assert_eq!(names(&again.replan), names(&plan.optimized.replan));
    let baseline = result_to_json(&problem, &plan.baseline);
    assert!(baseline.get("moves").is_none() && baseline.get("move_price").is_none());
}
