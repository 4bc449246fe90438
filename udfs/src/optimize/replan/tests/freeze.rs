use super::{Planned, assert_rules, day, moves, planned_samples, run, was};
use crate::error::{Code, Severity};
use crate::model::{Decimal, Problem, Span, Unavailability};
use crate::optimize::replan::freeze;

fn instant(hour: &str) -> crate::model::Instant {
    format!("2026-01-05T{hour}:00Z").parse().expect("a time")
}

/// What the warnings say, by job.
fn warned(problem: &Problem) -> Vec<(String, String)> {
    let warnings = freeze(problem).expect("a problem that can be priced").warnings.0;
    for warning in &warnings {
        assert_eq!((warning.code, warning.severity), (Code::FreezeImpossible, Severity::Warning));
    }
    warnings.into_iter().map(|warning| (warning.place.key.unwrap_or_default(), warning.message)).collect()
}

#[test]
fn jobs_that_have_started_stay() {
    for Planned { seed, mut problem, plan: before } in planned_samples() {
        let until = problem.horizon.instant(problem.horizon.intervals() / 2);
        problem.options.freeze_until = Some(until);
        problem.options.move_price = Some(Decimal::ZERO);
        let last = before.assignments.last().expect("jobs").job;
        problem.jobs[last].heating_requirement_kwh *= Decimal::new(9, 1);
        assert_eq!(warned(&problem), [], "sample {seed}");
        let plan = run(&problem);
        assert_rules(&problem, &plan.schedule);
        for assignment in before.assignments.iter().filter(|assignment| assignment.start < until) {
            assert!(plan.schedule.assignments.contains(assignment), "sample {seed}: {assignment:?}");
        }
    }
}

#[test]
fn a_job_that_cannot_stay_is_named_and_planned_freely() {
    let mut problem = day();
    problem.previous_schedule = vec![
        was("A", "E1", "06:00"),
        was("B", "E2", "06:30"),
        was("C", "E1", "08:00"),
        was("D", "E2", "08:00"),
        was("E", "E3", "09:00"),
    ];
    problem.options.freeze_until = Some(instant("08:00"));
    assert_eq!(warned(&problem), []);

    let repair = Span { start: instant("06:15"), end: instant("06:45") };
    let repair = Unavailability { equipment_id: "E2".into(), span: repair, reason: "repair".into() };
    problem.availability.push(repair);
    problem.options.freeze_until = Some(instant("09:15"));
    let expected = [
        (
            "B",
            "E2 at 2026-01-05T06:30:00Z: E2 is unavailable from 2026-01-05T06:15:00Z to 2026-01-05T06:45:00Z (repair)",
        ),
        ("D", "E2 at 2026-01-05T08:00:00Z: it is not in the problem"),
        ("E", "E3 at 2026-01-05T09:00:00Z: it is not in the problem"),
    ];
    assert_eq!(warned(&problem), expected.map(|(job, why)| (job.into(), format!("cannot stay on {why}"))));

    let plan = run(&problem);
    assert_rules(&problem, &plan.schedule);
    let moved = moves(&problem, &plan.schedule).moves;
    assert_eq!(moved.iter().map(|job_move| job_move.job_id.as_str()).collect::<Vec<_>>(), ["B"]);
}

#[test]
fn of_two_frozen_jobs_that_overlap_now_the_first_stays() {
    let mut problem = day();
    problem.previous_schedule = vec![was("A", "E1", "06:00"), was("B", "E1", "07:00"), was("C", "E1", "08:00")];
    problem.options.freeze_until = Some(instant("09:00"));
    problem.jobs[0].duration_minutes = 90;
    problem.jobs[2].latest_end = instant("08:30");
    let expected = [
        ("B", "E1 at 2026-01-05T07:00:00Z: E1 is taken by A"),
        ("C", "E1 at 2026-01-05T08:00:00Z: from 2026-01-05T08:00:00Z to 2026-01-05T09:00:00Z it is outside its window"),
    ];
    assert_eq!(warned(&problem), expected.map(|(job, why)| (job.into(), format!("cannot stay on {why}"))));
}
