use super::{at_hour, broken, clock, one, run, span};
use crate::error::Code;
use crate::model::{Decimal, EquipmentRun, Fixed, Instant, Problem, Schedule, Shift, Unavailability};

#[test]
fn a_good_schedule_breaks_nothing() {
    assert_eq!(broken(|_, _| ()), []);
}

#[test]
fn each_job_runs_once() {
    assert_eq!(broken(|_, s| s.assignments.truncate(2)), one(Code::JobUnscheduled, "C", 1));
    // B takes 60 kW and C 30 kW of E2's 100 kW: together they fit
    assert_eq!(broken(|_, s| s.assignments.push(at_hour(2, 1, 11, 0))), one(Code::JobNotOnce, "C", 1));
    assert_eq!(broken(|_, s| s.assignments[2].job = 99), one(Code::JobUnscheduled, "C", 1));
}

#[test]
fn jobs_stay_in_their_windows() {
    assert_eq!(broken(|p, _| p.jobs[0].earliest_start = clock(8, 5)), one(Code::OutsideWindow, "A", 5));
    assert_eq!(broken(|p, _| p.jobs[1].latest_end = clock(12, 30)), one(Code::JobLate, "B", 10));
    assert_eq!(
        broken(|p, _| p.jobs[1].must_run_windows = vec![span((11, 30), (12, 30))]),
        one(Code::OutsideWindow, "B", 40)
    );
    let late = broken(|p, _| p.jobs[1].must_run_windows = vec![span((11, 0), (12, 30))]);
    assert_eq!(late, one(Code::JobLate, "B", 10), "only the end is outside");
    assert_eq!(broken(|p, _| p.jobs[1].must_run_windows = vec![span((11, 0), (12, 40))]), []);
}

#[test]
fn jobs_fit_into_capacity() {
    assert_eq!(broken(|p, _| p.equipment[1].capacity_kw = Decimal::from(59)), one(Code::OverCapacity, "E2", 1));
    assert_eq!(broken(|p, _| p.equipment[1].capacity_kw = Decimal::from(60)), []);
    let both = |p: &mut Problem, s: &mut Schedule| {
        p.equipment[1].capacity_kw = Decimal::from(80);
        s.assignments[2] = at_hour(2, 1, 11, 30);
        s.runs.truncate(2);
    };
    assert_eq!(broken(both), one(Code::OverCapacity, "E2", 10));
}

#[test]
fn jobs_at_once_are_counted() {
    let both = |p: &mut Problem, s: &mut Schedule| {
        p.equipment[1].max_concurrent_jobs = Some(1);
        s.assignments[2] = at_hour(2, 1, 11, 30);
        s.runs.truncate(2);
    };
    assert_eq!(broken(both), one(Code::TooManyJobs, "E2", 1));
}

#[test]
fn setpoints_and_allowed_equipment_hold() {
    assert_eq!(
        broken(|p, _| p.jobs[0].temperature_setpoint_c = Some(Decimal::from(510))),
        one(Code::SetpointRange, "A", 10)
    );
    let colder = |p: &mut Problem, _: &mut Schedule| p.equipment[0].min_temperature_c = Some(Decimal::from(450));
    assert_eq!(broken(colder), one(Code::SetpointRange, "A", 50));
    assert_eq!(broken(|p, _| p.jobs[0].allowed_equipment = Some(vec!["E2".into()])), one(Code::NotAllowed, "A", 1));
}

#[test]
fn nothing_overlaps_an_unavailability() {
    let off = |from, to| {
        move |p: &mut Problem, _: &mut Schedule| {
            p.availability =
                vec![Unavailability { equipment_id: "E1".into(), span: span(from, to), reason: "repair".into() }];
        }
    };
    assert_eq!(broken(off((9, 20), (10, 0))), one(Code::Unavailable, "E1", 10));
    assert_eq!(broken(off((6, 0), (7, 20))), one(Code::Unavailable, "E1", 5), "the start-up counts");
    assert_eq!(broken(off((6, 0), (7, 15))), []);
    assert_eq!(broken(off((9, 30), (10, 0))), []);
}

#[test]
fn jobs_need_equipment_that_is_on() {
    assert_eq!(broken(|_, s| s.runs[1] = run(1, (11, 15), (13, 0))), one(Code::EquipmentOff, "B", 15));
    assert_eq!(broken(|_, s| s.runs.truncate(2)), one(Code::EquipmentOff, "C", 60));
    let restarted = |_: &mut Problem, s: &mut Schedule| {
        s.runs[1] = run(1, (11, 0), (12, 0));
        s.runs.push(run(1, (12, 0), (13, 0)));
    };
    let expected = [one(Code::EquipmentOff, "B", 40), one(Code::RunOverlap, "E2", 15)].concat();
    assert_eq!(broken(restarted), expected, "it was never off, and is no one run either");
}

#[test]
fn runs_last_and_are_counted() {
    assert_eq!(broken(|p, _| p.equipment[0].min_run_time_minutes = 150), one(Code::MinRunTime, "E1", 30));
    assert_eq!(broken(|p, _| p.equipment[0].max_starts_per_day = Some(0)), one(Code::MaxStarts, "E1", 1));
    assert_eq!(broken(|_, s| s.runs[0].start_counted = false), one(Code::StartMiscounted, "E1", 1));
    let went_on = |p: &mut Problem, s: &mut Schedule| {
        p.equipment[0].initially_on = true;
        p.equipment[0].max_starts_per_day = Some(0);
        p.equipment[0].min_run_time_minutes = 600;
        s.runs[0] = EquipmentRun { on: clock(6, 0), start_counted: false, ..s.runs[0] };
    };
    assert_eq!(broken(went_on), [], "a run that goes on is no start");
}

#[test]
fn starts_are_counted_by_local_day() {
    let two = |zone: chrono_tz::Tz| {
        move |p: &mut Problem, s: &mut Schedule| {
            p.site.time_zone = zone;
            p.equipment[0].max_starts_per_day = Some(1);
            s.runs.push(run(0, (16, 0), (17, 0)));
        }
    };
    assert_eq!(broken(two(chrono_tz::UTC)), one(Code::MaxStarts, "E1", 1));
    assert_eq!(broken(two(chrono_tz::Asia::Tokyo)), [], "16:00 UTC is the next day in Tokyo");
}

#[test]
fn runs_do_not_overlap() {
    let second = |on, off| move |_: &mut Problem, s: &mut Schedule| s.runs.push(run(0, on, off));
    assert_eq!(broken(second((9, 30), (11, 0))), one(Code::RunOverlap, "E1", 15), "its start-up lies in the first");
    assert_eq!(broken(second((9, 45), (11, 0))), []);
    let stopped = |p: &mut Problem, s: &mut Schedule| {
        p.equipment[0].initially_on = true;
        p.equipment[0].shutdown_minutes = 90;
        s.runs[0] = run(0, (7, 30), (9, 30));
    };
    assert_eq!(broken(stopped), one(Code::RunOverlap, "E1", 15), "equipment that was on shuts down first");
}

#[test]
fn everything_lies_on_the_grid_in_the_horizon() {
    assert_eq!(broken(|_, s| s.assignments[0].start = clock(8, 10)), one(Code::OffGrid, "A", 5));
    assert_eq!(broken(|_, s| s.runs[0].off = clock(9, 20)), one(Code::OffGrid, "E1", 5));
    assert_eq!(broken(|p, _| p.horizon.end = clock(12, 45)), one(Code::OffGrid, "E2", 15));
    assert_eq!(broken(|p, _| p.horizon.start = clock(7, 30)), one(Code::OffGrid, "E1", 15), "the start-up counts");
    assert_eq!(
        broken(|p, _| p.horizon.start = clock(7, 15)),
        one(Code::OffGrid, "E1", 15),
        "off in the first interval"
    );
    assert_eq!(broken(|p, _| p.horizon.start = clock(7, 0)), []);
    let ends_at = |minute: i64| {
        move |p: &mut Problem, _: &mut Schedule| {
            p.equipment[1].shutdown_minutes = 30;
            p.horizon.end = clock(13, minute);
        }
    };
    assert_eq!(broken(ends_at(0)), one(Code::OffGrid, "E2", 30));
    assert_eq!(broken(ends_at(30)), one(Code::OffGrid, "E2", 15), "off in the last interval");
    assert_eq!(broken(ends_at(45)), []);
    let backwards = broken(|_, s| s.runs.push(run(2, (14, 0), (13, 0))));
    assert_eq!(backwards, one(Code::OffGrid, "G1", 60));
}

#[test]
fn demand_stays_below_the_limit() {
    // E1 draws 50 kW at minimum load and 75 kW with job A
    let limit = |kw: i64, window_minutes: u32| {
        move |p: &mut Problem, _: &mut Schedule| {
            p.site.demand_limit_kw = Some(Decimal::from(kw));
            p.tariff.demand_charges[0].window_minutes = window_minutes;
            p.tariff.periods.iter_mut().for_each(|period| period.demand_rate_kw = None);
        }
    };
    let rows = broken(limit(70, 15));
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0], (Code::DemandLimit, "2026-01-05T08:00:00Z".to_string(), Decimal::from(5)));
    assert_eq!(broken(limit(75, 15)), []);
    assert_eq!(broken(limit(70, 60)).len(), 1);
}

#[test]
fn crew_is_on_shift() {
    let crew = |from, to| {
        move |p: &mut Problem, _: &mut Schedule| {
            p.jobs[1].crew_size = 2;
            p.shifts = vec![Shift { span: span((6, 0), (18, 0)), crew: 1 }, Shift { span: span(from, to), crew: 1 }];
        }
    };
    assert_eq!(broken(crew((11, 0), (12, 40))), []);
    assert_eq!(broken(crew((11, 0), (12, 30))), one(Code::CrewShort, "2026-01-05T12:30:00Z", 1));
}

#[test]
fn predecessors_come_first() {
    assert_eq!(broken(|p, _| p.jobs[1].predecessor_job_id = Some("C".into())), []);
    assert_eq!(broken(|p, _| p.jobs[2].predecessor_job_id = Some("B".into())), one(Code::PredecessorLate, "C", 160));
    let missing = broken(|p, s| {
        p.jobs[1].predecessor_job_id = Some("C".into());
        s.assignments.truncate(2);
    });
    assert_eq!(missing[1], (Code::PredecessorLate, "B".to_string(), Decimal::ONE));
}

#[test]
fn fixed_jobs_stay() {
    let fix = |equipment: Option<&str>, start: Option<Instant>| {
        Some(Fixed { equipment_id: equipment.map(Into::into), start })
    };
    assert_eq!(broken(|p, _| p.jobs[0].fixed = fix(Some("E1"), Some(clock(8, 0)))), []);
    assert_eq!(broken(|p, _| p.jobs[0].fixed = fix(Some("E2"), None)), one(Code::FixedMoved, "A", 1));
    assert_eq!(broken(|p, _| p.jobs[0].fixed = fix(None, Some(clock(9, 0)))), one(Code::FixedMoved, "A", 60));
}
