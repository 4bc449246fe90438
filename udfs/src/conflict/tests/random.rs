use super::*;
use crate::check::validate;
use crate::conflict::relax;
use crate::model::{Assignment, Schedule};
use crate::operation::runs_for;
use crate::sample::Rng;

const SEEDS: u64 = 600;

/// Three hours, one or two furnaces, two or three jobs, and any constraints.
fn tiny(seed: u64) -> Value {
    let mut rng = Rng::new(seed);
    let time = |half_hours: i64| at(&format!("{:02}:{:02}", 6 + half_hours / 2, 30 * (half_hours % 2)));
    let mut document = document();
    document["horizon"]["end"] = json!(time(6));
    let furnaces = (0..rng.between(1, 2)).map(|number| {
        let mut furnace = equipment(&format!("E{number}"), rng.between(60, 140));
        furnace["max_concurrent_jobs"] = if rng.chance(60) { json!(1) } else { json!(null) };
        furnace["max_temperature_c"] = json!(100 + 800 * number);
        furnace["min_run_time_minutes"] = json!(30 * rng.between(0, 3));
        furnace["startup_minutes"] = json!(if rng.chance(20) { 30 } else { 0 });
        furnace
    });
    document["equipment"] = furnaces.collect();
    let count = rng.between(2, 3);
    let jobs = (0..count).map(|number| {
        let minutes = rng.between(20, 90);
        let from = rng.between(0, 3);
        let to = (from + (minutes + 29) / 30 + rng.between(0, 2)).min(6);
        let mut row = json!({"job_id": format!("J{number}"), "heating_requirement_kwh": rng.between(5, 60),
            "duration_minutes": minutes, "earliest_start": time(from), "latest_end": time(to),
            "crew_size": rng.between(0, 1), "temperature_setpoint_c": rng.pick(&[json!(null), json!(80), json!(500)])});
        if number > 0 && rng.chance(25) {
            row["predecessor_job_id"] = json!("J0");
        }
        if rng.chance(15) {
            row["fixed_start"] = json!(time(from));
        }
        row
    });
    document["jobs"] = jobs.collect();
    document["shifts"] = json!([{"start": time(0), "end": time(6), "crew": rng.between(1, 3)}]);
    if rng.chance(40) {
        document["site"]["demand_limit_kw"] = json!(rng.between(60, 160));
    }
    if rng.chance(40) {
        let from = rng.between(0, 5);
        document["availability"] = json!([{"equipment_id": "E0", "unavailable_start": time(from),
            "unavailable_end": time(from + 1), "reason": "maintenance"}]);
    }
    document
}

/// Tries every place of every job, and asks the validator.
fn has_plan(problem: &Problem) -> bool {
    try_all(problem, &mut Vec::new())
}

fn try_all(problem: &Problem, placed: &mut Vec<Assignment>) -> bool {
    let job = placed.len();
    if job == problem.jobs.len() {
        let schedule = Schedule { assignments: placed.clone(), runs: runs_for(problem, placed) };
        return validate(problem, &schedule).is_empty();
    }
    for equipment in 0..problem.equipment.len() {
        for start in (0..problem.horizon.intervals()).map(|t| problem.horizon.instant(t)) {
            let end = start + chrono::TimeDelta::minutes(i64::from(problem.jobs[job].duration_minutes));
            if start < problem.jobs[job].earliest_start || end > problem.jobs[job].latest_end {
                continue;
            }
            placed.push(Assignment { job, equipment, start });
            let found = try_all(problem, placed);
            placed.pop();
            if found {
                return true;
            }
        }
    }
    false
}

#[test]
fn a_conflict_is_one_and_every_member_is_needed() {
    let (mut conflicts, mut without) = (0, 0);
    for seed in 0..SEEDS {
        let problem = read(&tiny(seed));
        let every: Vec<usize> = (0..problem.jobs.len()).collect();
        let found = find(&problem, &every, &[]);
        if found.is_empty() {
            without += 1;
            assert!(has_plan(&problem), "seed {seed}: no plan, and no conflict");
        } else {
            assert!(!has_plan(&problem), "seed {seed}: {found:?}");
        }
        for conflict in found {
            conflicts += 1;
            assert!(!has_plan(&relax(&problem, &conflict.members)), "seed {seed}: {conflict:?}");
            assert!(conflict.is_irreducible, "seed {seed}: {conflict:?}");
            for member in &conflict.members {
                let rest: Vec<Group> = conflict.members.iter().copied().filter(|other| other != member).collect();
                assert!(has_plan(&relax(&problem, &rest)), "seed {seed}: {member:?} of {conflict:?}");
            }
        }
    }
    assert!(conflicts > 30 && without > 30, "{conflicts} conflicts, {without} without");
}
