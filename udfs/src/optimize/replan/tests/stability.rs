use chrono::TimeDelta;

use super::{Planned, assert_rules, moves, planned_samples, run};
use crate::check::validate;
use crate::model::{Decimal, Problem, Schedule, Status};

/// The same problem after a customer's call: a job in the middle of the plan takes longer and is due as much later.
fn longer(problem: &Problem, plan: &Schedule) -> Problem {
    let mut changed = problem.clone();
    let job = &mut changed.jobs[plan.assignments[plan.assignments.len() / 2].job];
    job.duration_minutes += 45;
    job.latest_end += TimeDelta::minutes(45);
    changed
}

/// The same problem after another: a job has to be done before the plan starts it, or as early as it can be.
fn earlier(problem: &Problem, plan: &Schedule) -> Option<Problem> {
    let mut changed = problem.clone();
    for assignment in &plan.assignments {
        let job = &mut changed.jobs[assignment.job];
        let early = assignment.start + TimeDelta::minutes(i64::from(job.duration_minutes) - 1);
        if job.earliest_start + TimeDelta::minutes(i64::from(job.duration_minutes) + 60) <= early {
            job.latest_end = early;
            return Some(changed);
        }
    }
    None
}

fn moved_without_previous(problem: &Problem) -> usize {
    let mut anew = problem.clone();
    anew.previous_schedule.clear();
    moves(problem, &run(&anew).schedule).moves.len()
}

#[test]
fn nothing_moves_where_nothing_changed() {
    for Planned { seed, problem, plan: before } in planned_samples() {
        let plan = run(&problem);
        let moved = moves(&problem, &plan.schedule).moves;
        assert!(moved.is_empty(), "sample {seed}: {moved:#?}");
        assert_eq!(plan.schedule.assignments, before.assignments, "sample {seed}");
    }
}

#[test]
fn one_changed_job_moves_few_others() {
    let (mut moved, mut anew) = (0, 0);
    for Planned { seed, problem, plan: before } in planned_samples() {
        for changed in [Some(longer(&problem, &before)), earlier(&problem, &before)].into_iter().flatten() {
            let plan = run(&changed);
            assert_rules(&changed, &plan.schedule);
            let few = moves(&changed, &plan.schedule).moves;
            let many = moved_without_previous(&changed);
            println!("sample {seed}: {} of {} jobs moved, {many} anew", few.len(), changed.jobs.len());
            assert!(few.len() <= many, "sample {seed}");
            moved += few.len();
            anew += many;
        }
    }
    assert!(moved * 3 <= anew, "{moved} moved, {anew} anew");
}

#[test]
fn a_higher_price_moves_no_more_jobs() {
    for Planned { seed, problem, plan: before } in planned_samples() {
        let mut changed = longer(&problem, &before);
        let mut last = usize::MAX;
        for price in [0, 1, 10, 100, 100_000] {
            changed.options.move_price = Some(Decimal::from(price));
            let plan = run(&changed);
            let moved = moves(&changed, &plan.schedule).moves.len();
            assert!(moved <= last, "sample {seed}: {moved} jobs at {price}, {last} before");
            last = moved;
        }
        println!("sample {seed}: {last} at least");
    }
}

#[test]
fn threads_change_nothing_and_bounds_are_of_the_bill() {
    for Planned { seed, problem, plan: before } in planned_samples().into_iter().take(3) {
        let mut changed = longer(&problem, &before);
        let plan = run(&changed);
        for threads in [1, 2, 3] {
            changed.options.threads = Some(threads);
            assert_eq!(run(&changed).schedule, plan.schedule, "sample {seed}, {threads} threads");
        }
        if plan.status == Status::Elastic {
            continue;
        }
        assert_eq!(validate(&changed, &plan.schedule), Vec::new(), "sample {seed}");
        changed.options.move_price = Some(Decimal::from(100_000));
        let dear = run(&changed);
        assert_eq!(dear.lower_bound.is_some(), plan.lower_bound.is_some());
        // bounds of the same bill, whatever the price
        let again = |plan: &crate::optimize::Outcome| {
            crate::billing::price(&changed, &plan.schedule).expect("a price").cost.objective
        };
        let least = again(&plan).min(again(&dear)) + Decimal::new(1, 6);
        assert!([plan, dear].iter().all(|plan| plan.lower_bound.is_none_or(|bound| bound <= least)), "sample {seed}");
    }
}
