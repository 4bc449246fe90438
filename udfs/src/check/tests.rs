use chrono::TimeDelta;

use super::{recompute, validate, verify};
use crate::document::problem_from_json;
use crate::error::{Code, Issues};
use crate::model::{
    Assignment, Cost, Decimal, EquipmentRun, Fixed, Instant, PlanResult, PricedAssignment, Problem, Schedule,
    ScheduleKind, Shift, Span, Status, Unavailability,
};
use crate::sample::{Rng, Sample, sample};

/// Two furnaces and a boiler of their own fuel; flat rate before 12:00 UTC, dearer after.
fn plant() -> (Problem, Schedule) {
    let document = r#"{
        "format": "heatsched-problem/1", "site": {"site_id": "S", "time_zone": "UTC"},
        "horizon": {"start": "2026-01-05T06:00:00Z", "end": "2026-01-05T18:00:00Z"},
        "tariff": {"tariff_id": "T",
            "periods": [
                {"start_time": "00:00", "end_time": "12:00", "period_category": "low", "energy_rate_kwh": "0.10"},
                {"start_time": "12:00", "end_time": "24:00", "period_category": "high", "energy_rate_kwh": "0.20",
                 "demand_rate_kw": 10}],
            "demand_charges": [{"name": "any time", "rate_kw": 2, "month_to_date_peak_kw": 50}],
            "fixed_charges": [{"name": "daily", "amount": 7, "per": "day"}]},
        "equipment": [
            {"equipment_id": "E1", "capacity_kw": 100, "min_load_kw": 40, "efficiency_percent": 80, "startup_energy_kwh": 5,
             "startup_minutes": 15, "shutdown_energy_kwh": 1, "max_concurrent_jobs": 1, "max_temperature_c": 500,
             "min_run_time_minutes": 60, "max_starts_per_day": 2},
            {"equipment_id": "E2", "capacity_kw": 100, "efficiency_percent": 100},
            {"equipment_id": "G1", "capacity_kw": 100, "efficiency_percent": 50, "fuel_type": "gas",
             "fuel_rate_per_kwh": "0.03"}],
        "jobs": [
            {"job_id": "A", "heating_requirement_kwh": 60, "duration_minutes": 60, "temperature_setpoint_c": 400,
             "earliest_start": "2026-01-05T06:30:00Z", "latest_end": "2026-01-05T12:00:00Z"},
            {"job_id": "B", "heating_requirement_kwh": 100, "duration_minutes": 100,
             "earliest_start": "2026-01-05T09:00:00Z", "latest_end": "2026-01-05T15:00:00Z"},
            {"job_id": "C", "heating_requirement_kwh": 30, "duration_minutes": 60,
             "earliest_start": "2026-01-05T09:00:00Z", "latest_end": "2026-01-05T15:00:00Z"}]
    }"#;
    let (problem, _) = problem_from_json(document).expect("a problem");
    let assignments = vec![at_hour(0, 0, 8, 0), at_hour(1, 1, 11, 0), at_hour(2, 2, 10, 0)];
    let runs = vec![run(0, (7, 30), (9, 30)), run(1, (11, 0), (13, 0)), run(2, (10, 0), (11, 0))];
    (problem, Schedule { assignments, runs })
}

fn clock(hour: i64, minute: i64) -> Instant {
    "2026-01-05T00:00:00Z".parse::<Instant>().expect("a time") + TimeDelta::minutes(60 * hour + minute)
}

fn at_hour(job: usize, equipment: usize, hour: i64, minute: i64) -> Assignment {
    Assignment { job, equipment, start: clock(hour, minute) }
}

fn run(equipment: usize, on: (i64, i64), off: (i64, i64)) -> EquipmentRun {
    EquipmentRun { equipment, on: clock(on.0, on.1), off: clock(off.0, off.1), start_counted: true }
}

fn span(from: (i64, i64), to: (i64, i64)) -> Span {
    Span { start: clock(from.0, from.1), end: clock(to.0, to.1) }
}

/// What `change` breaks: code, subject, amount.
fn broken(change: impl FnOnce(&mut Problem, &mut Schedule)) -> Vec<(Code, String, Decimal)> {
    let (mut problem, mut schedule) = plant();
    change(&mut problem, &mut schedule);
    let violations = validate(&problem, &schedule);
    for row in &violations {
        assert!(!row.message.is_empty() && !row.fix.is_empty() && !row.unit.is_empty(), "{row:?}");
    }
    violations.into_iter().map(|row| (row.code, row.subject, row.amount)).collect()
}

fn one(code: Code, subject: &str, amount: i64) -> Vec<(Code, String, Decimal)> {
    vec![(code, subject.to_string(), Decimal::from(amount))]
}

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

#[test]
fn the_cost_is_what_pencil_and_paper_say() {
    let (problem, schedule) = plant();
    let found = recompute(&problem, &schedule);
    let text = |value: Decimal| value.normalize().to_string();
    // E1: 5 kWh start-up, 1 h at 50 kW and 1 h at 75 kW, 1 kWh stop = 131 kWh; E2: 60 kWh before and 40 kWh after noon
    assert_eq!(text(found.energy), "27.1");
    // any time: 75 kW over 50 kW at 2, the start-up and the stop stay below; high: 60 kW at 10
    assert_eq!(text(found.demand), text(Decimal::from(25 * 2 + 60 * 10)));
    // 30 kWh of heat at half efficiency
    assert_eq!(text(found.fuel), "1.8");
    // half a day
    assert_eq!(text(found.fixed), "3.5");
    assert_eq!(text(found.total), "682.4");
    assert_eq!(text(found.objective), "678.9");
    assert_eq!(found.lines.iter().map(|line| line.amount).sum::<Decimal>(), found.total);
    assert_eq!(found.jobs[1].energy_cost.round_dp(9), Decimal::from(14));
}

#[test]
fn samples_are_feasible() {
    for seed in 0..400 {
        let Sample { problem, schedule } = sample(seed);
        let violations = validate(&problem, &schedule);
        assert!(violations.is_empty(), "seed {seed}: {violations:#?}");
        let issues = crate::inputs::check(&problem);
        assert!(issues.0.iter().all(|issue| issue.code == Code::EmptyInput), "seed {seed}: {issues}");
    }
}

#[test]
fn samples_differ_and_repeat() {
    assert_eq!(sample(7).problem, sample(7).problem);
    assert_ne!(sample(7).schedule, sample(8).schedule);
    let jobs: usize = (0..100).map(|seed| sample(seed).problem.jobs.len()).sum();
    assert!(jobs > 500, "{jobs} jobs in 100 samples");
}

#[test]
fn the_order_of_rows_changes_nothing() {
    for seed in 0..60 {
        let Sample { problem, mut schedule } = sample(seed);
        let (before, broken_before) = (recompute(&problem, &schedule), validate(&problem, &schedule));
        let mut rng = Rng::new(seed);
        shuffle(&mut rng, &mut schedule.assignments);
        shuffle(&mut rng, &mut schedule.runs);
        let mut shuffled = problem.clone();
        shuffle(&mut rng, &mut shuffled.tariff.periods);
        shuffle(&mut rng, &mut shuffled.tariff.prices);
        shuffle(&mut rng, &mut shuffled.site_load);
        shuffle(&mut rng, &mut shuffled.shifts);
        shuffle(&mut rng, &mut shuffled.availability);
        let after = recompute(&shuffled, &schedule);
        assert_eq!(
            (after.total, after.objective.round_dp(9)),
            (before.total, before.objective.round_dp(9)),
            "seed {seed}"
        );
        assert_eq!(validate(&shuffled, &schedule), broken_before, "seed {seed}");
        shuffle(&mut rng, &mut shuffled.jobs);
        shuffle(&mut rng, &mut shuffled.equipment);
        shuffled.sort();
        assert_eq!(shuffled, problem);
    }
}

fn shuffle<T>(rng: &mut Rng, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        let j = rng.between(0, i64::try_from(i).expect("small"));
        items.swap(i, usize::try_from(j).expect("small"));
    }
}

/// A result with the checker's own figures.
fn result(problem: &Problem, schedule: &Schedule) -> PlanResult {
    let found = recompute(problem, schedule);
    let assignments = found.jobs.iter().map(|figures| PricedAssignment {
        job: figures.job,
        equipment: figures.equipment,
        start: figures.span.start,
        end: figures.span.end,
        power_kw: figures.power_kw,
        input_energy_kwh: figures.input_energy_kwh,
        energy_cost: figures.energy_cost.round_dp(4),
        tariff_period: figures
            .category_kwh
            .iter()
            .max_by_key(|(_, kwh)| **kwh)
            .map(|(name, _)| name.clone())
            .expect("a period"),
        demand_contribution_kw: figures.demand_contribution_kw,
    });
    PlanResult {
        site_id: problem.site.site_id.clone(),
        schedule_kind: ScheduleKind::Optimized,
        status: Status::Optimal,
        solver: "none".into(),
        lower_bound: Some(found.objective),
        gap: Some(Decimal::ZERO),
        solve_seconds: Decimal::ZERO,
        work_units: 0,
        seed: 0,
        reproducible: true,
        assignments: assignments.collect(),
        runs: schedule.runs.clone(),
        profile: found.profile.clone(),
        cost: Cost {
            energy: found.energy,
            demand: found.demand,
            fuel: found.fuel,
            fixed: found.fixed,
            total: found.total,
            objective: found.objective,
            lines: found.lines.clone(),
            peaks: found.peaks.clone(),
            ..Cost::default()
        },
        demand_allocation: problem.demand_allocation,
        baseline: None,
        replan: None,
        violations: Vec::new(),
        warnings: Issues::default(),
        input_hash: String::new(),
        provenance_hash: String::new(),
    }
}

#[test]
fn every_reported_figure_is_compared() {
    let (problem, schedule) = plant();
    let right = result(&problem, &schedule);
    assert_eq!(verify(&problem, &right), []);
    let cent = Decimal::new(1, 2);
    let changes: [fn(&mut PlanResult, Decimal); 15] = [
        |r, cent| r.cost.energy += cent,
        |r, cent| r.cost.demand += cent,
        |r, cent| r.cost.fuel += cent,
        |r, cent| r.cost.fixed += cent,
        |r, cent| r.cost.total += cent,
        |r, cent| r.cost.objective += cent,
        |r, cent| r.cost.lines[0].amount += cent,
        |r, cent| r.cost.peaks[0].peak_kw += cent,
        |r, cent| r.profile.intervals[9].electric_kw += cent,
        |r, cent| r.assignments[0].power_kw += cent,
        |r, cent| r.assignments[0].input_energy_kwh += cent,
        |r, cent| r.assignments[0].energy_cost += cent,
        |r, cent| r.assignments[0].demand_contribution_kw += cent,
        |r, cent| r.lower_bound = r.lower_bound.map(|bound| bound + cent),
        |r, cent| r.gap = Some(cent),
    ];
    for (i, change) in changes.into_iter().enumerate() {
        let mut wrong = right.clone();
        change(&mut wrong, cent);
        let rows = verify(&problem, &wrong);
        assert!(!rows.is_empty() && rows.iter().all(|row| row.code == Code::CostMismatch), "change {i}: {rows:#?}");
    }
}
