use chrono::TimeDelta;

use super::{check, report};
use crate::document::problem_from_json;
use crate::error::{Code, Severity};
use crate::model::{Decimal, Efficiency, Fixed, Instant, Problem, Shift, SiteLoad, Span, Unavailability};

fn problem() -> Problem {
    let document = r#"{
        "format": "heatsched-problem/1", "site": {"site_id": "S", "time_zone": "UTC"},
        "horizon": {"start": "2026-01-05T06:00:00Z", "end": "2026-01-05T18:00:00Z"},
        "tariff": {"tariff_id": "T", "periods": [
            {"period_category": "flat", "energy_rate_kwh": "0.10", "demand_rate_kw": 3}],
            "demand_charges": [{"name": "any time", "rate_kw": 2}], "fixed_charges": [{"name": "daily", "amount": 7, "per": "day"}]},
        "equipment": [
            {"equipment_id": "E1", "capacity_kw": 100, "efficiency_percent": 80, "max_temperature_c": 500},
            {"equipment_id": "E2", "capacity_kw": 50, "cop": 3, "max_temperature_c": 120}],
        "jobs": [
            {"job_id": "A", "heating_requirement_kwh": 60, "duration_minutes": 60, "temperature_setpoint_c": 400,
             "earliest_start": "2026-01-05T06:30:00Z", "latest_end": "2026-01-05T12:00:00Z"},
            {"job_id": "B", "heating_requirement_kwh": 40, "duration_minutes": 100,
             "earliest_start": "2026-01-05T09:00:00Z", "latest_end": "2026-01-05T15:00:00Z"}]
    }"#;
    problem_from_json(document).expect("a problem").0
}

fn clock(hour: i64, minute: i64) -> Instant {
    "2026-01-05T00:00:00Z".parse::<Instant>().expect("a time") + TimeDelta::minutes(60 * hour + minute)
}

fn span(from: (i64, i64), to: (i64, i64)) -> Span {
    Span { start: clock(from.0, from.1), end: clock(to.0, to.1) }
}

fn wrong(change: impl FnOnce(&mut Problem)) -> Vec<(Code, Severity, String)> {
    let mut changed = problem();
    change(&mut changed);
    let issues = check(&changed);
    for issue in &issues.0 {
        assert!(!issue.message.is_empty() && !issue.fix.is_empty() && !issue.fix.ends_with('.'), "{issue:?}");
    }
    issues.0.into_iter().map(|issue| (issue.code, issue.severity, issue.place.to_string())).collect()
}

fn error(code: Code, place: &str) -> Vec<(Code, Severity, String)> {
    vec![(code, Severity::Error, place.to_string())]
}

/// The other jobs can still be planned.
fn impossible(code: Code, place: &str) -> Vec<(Code, Severity, String)> {
    assert!(code.is_infeasibility());
    vec![(code, Severity::Warning, place.to_string())]
}

#[test]
fn a_good_problem_has_no_issues() {
    assert_eq!(wrong(|_| ()), []);
}

#[test]
fn ids_are_unique() {
    assert_eq!(wrong(|p| p.jobs.push(p.jobs[0].clone())), error(Code::DuplicateId, "jobs.job_id (A)"));
    assert_eq!(
        wrong(|p| p.equipment.push(p.equipment[1].clone())),
        error(Code::DuplicateId, "equipment.equipment_id (E2)")
    );
    let charges = wrong(|p| p.tariff.demand_charges[0].name = "flat".into());
    assert_eq!(
        charges,
        error(Code::DuplicateId, "tariff.demand_charges.name (flat)"),
        "a category's charge has its name"
    );
    let fixed = wrong(|p| p.tariff.fixed_charges.push(p.tariff.fixed_charges[0].clone()));
    assert_eq!(fixed, error(Code::DuplicateId, "tariff.fixed_charges.name (daily)"));
}

#[test]
fn references_are_known() {
    let unknown = |place: &str| error(Code::UnknownReference, place);
    assert_eq!(
        wrong(|p| p.jobs[0].allowed_equipment = Some(vec!["E1".into(), "E9".into()])),
        unknown("jobs.allowed_equipment (A)")
    );
    assert_eq!(wrong(|p| p.jobs[0].predecessor_job_id = Some("Z".into())), unknown("jobs.predecessor_job_id (A)"));
    let fixed = Fixed { equipment_id: Some("E9".into()), start: None };
    assert_eq!(wrong(|p| p.jobs[0].fixed = Some(fixed)), unknown("jobs.fixed_equipment_id (A)"));
    let off = Unavailability { equipment_id: "E9".into(), span: span((6, 0), (7, 0)), reason: "repair".into() };
    assert_eq!(wrong(|p| p.availability.push(off)), unknown("availability.equipment_id (E9)"));
}

#[test]
fn jobs_fit_into_their_windows() {
    assert_eq!(
        wrong(|p| p.jobs[0].latest_end = clock(7, 20)),
        impossible(Code::JobLongerThanWindow, "jobs.duration_minutes (A)")
    );
    let off_grid = |p: &mut Problem| (p.jobs[0].earliest_start, p.jobs[0].latest_end) = (clock(6, 35), clock(7, 40));
    assert_eq!(
        wrong(off_grid),
        impossible(Code::JobLongerThanWindow, "jobs.latest_end (A)"),
        "it can start at 06:45 only"
    );
    let apart = |p: &mut Problem| p.jobs[0].must_run_windows = vec![span((6, 30), (8, 0)), span((9, 0), (12, 0))];
    assert_eq!(wrong(apart), impossible(Code::JobLongerThanWindow, "jobs.latest_end (A)"));
    let narrow = |p: &mut Problem| p.jobs[0].must_run_windows = vec![span((6, 30), (7, 0))];
    assert_eq!(wrong(narrow), impossible(Code::JobLongerThanWindow, "jobs.duration_minutes (A)"));
}

#[test]
fn windows_reach_into_the_horizon() {
    let outside = impossible(Code::OutsideHorizon, "jobs.earliest_start (A)");
    assert_eq!(wrong(|p| (p.jobs[0].earliest_start, p.jobs[0].latest_end) = (clock(20, 0), clock(22, 0))), outside);
    assert_eq!(wrong(|p| (p.jobs[0].earliest_start, p.jobs[0].latest_end) = (clock(17, 15), clock(22, 0))), outside);
    assert_eq!(wrong(|p| (p.jobs[0].earliest_start, p.jobs[0].latest_end) = (clock(4, 0), clock(6, 45))), outside);
    assert_eq!(wrong(|p| (p.jobs[0].earliest_start, p.jobs[0].latest_end) = (clock(4, 0), clock(7, 0))), []);
}

#[test]
fn some_equipment_takes_each_job() {
    assert_eq!(
        wrong(|p| p.jobs[0].temperature_setpoint_c = Some(Decimal::from(900))),
        impossible(Code::SetpointUnreachable, "jobs.temperature_setpoint_c (A)")
    );
    let cooler = |p: &mut Problem| p.jobs[0].allowed_equipment = Some(vec!["E2".into()]);
    assert_eq!(wrong(cooler), impossible(Code::SetpointUnreachable, "jobs.temperature_setpoint_c (A)"));
    let power = impossible(Code::PowerUnavailable, "jobs.heating_requirement_kwh (A)");
    assert_eq!(wrong(|p| p.jobs[0].heating_requirement_kwh = Decimal::from(101)), power);
    let weaker = |p: &mut Problem| {
        p.jobs[0].allowed_equipment = Some(vec!["E2".into()]);
        p.jobs[0].temperature_setpoint_c = Some(Decimal::from(100));
    };
    assert_eq!(wrong(weaker), power);
}

#[test]
fn jobs_do_not_wait_in_circles() {
    let circle = |p: &mut Problem| {
        p.jobs[0].predecessor_job_id = Some("B".into());
        p.jobs[1].predecessor_job_id = Some("A".into());
    };
    assert_eq!(wrong(circle), error(Code::PredecessorCycle, "jobs.predecessor_job_id (A)"));
    assert_eq!(
        wrong(|p| p.jobs[1].predecessor_job_id = Some("B".into())),
        error(Code::PredecessorCycle, "jobs.predecessor_job_id (B)")
    );
    assert_eq!(wrong(|p| p.jobs[1].predecessor_job_id = Some("A".into())), []);
}

#[test]
fn fixed_jobs_can_run_where_they_are() {
    let fixed = |equipment: Option<&str>, start: Option<Instant>| {
        let fixed = Fixed { equipment_id: equipment.map(Into::into), start };
        move |p: &mut Problem| p.jobs[0].fixed = Some(fixed)
    };
    let start = impossible(Code::FixedImpossible, "jobs.fixed_start (A)");
    assert_eq!(wrong(fixed(None, Some(clock(7, 10)))), start);
    assert_eq!(wrong(fixed(None, Some(clock(5, 45)))), start);
    assert_eq!(wrong(fixed(None, Some(clock(11, 15)))), start);
    let equipment = impossible(Code::FixedImpossible, "jobs.fixed_equipment_id (A)");
    assert_eq!(wrong(fixed(Some("E2"), None)), equipment);
    assert_eq!(wrong(fixed(Some("E1"), Some(clock(7, 15)))), []);
}

#[test]
fn a_site_load_is_whole() {
    let load = |from, to, kw: i64| SiteLoad { span: span(from, to), kw: Decimal::from(kw) };
    assert_eq!(wrong(|p| p.site_load = vec![load((6, 0), (18, 0), 5)]), []);
    let gap = |at: &str| error(Code::LoadGap, &format!("site_load.start (2026-01-05T{at}Z)"));
    assert_eq!(wrong(|p| p.site_load = vec![load((6, 0), (9, 0), 5), load((9, 15), (18, 0), 5)]), gap("09:00:00"));
    assert_eq!(wrong(|p| p.site_load = vec![load((6, 0), (9, 0), 5)]), gap("09:00:00"));
    assert_eq!(wrong(|p| p.site_load = vec![load((7, 0), (20, 0), 5)]), gap("06:00:00"));
    let twice = vec![load((6, 0), (9, 0), 5), load((8, 0), (18, 0), 5)];
    assert_eq!(wrong(|p| p.site_load = twice), error(Code::LoadOverlap, "site_load.start (2026-01-05T08:00:00Z)"));
    let negative = wrong(|p| p.site_load = vec![load((6, 0), (18, 0), -1)]);
    assert_eq!(negative, error(Code::LoadValue, "site_load.kw (2026-01-05T06:00:00Z)"));
}

#[test]
fn enough_crew_comes_at_some_time() {
    let two = |shifts: Vec<Shift>| {
        move |p: &mut Problem| {
            p.jobs[0].crew_size = 2;
            p.shifts = shifts;
        }
    };
    let shift = |from, to| Shift { span: span(from, to), crew: 1 };
    let never = impossible(Code::CrewNeverEnough, "jobs.crew_size (A)");
    assert_eq!(wrong(two(Vec::new())), never);
    assert_eq!(wrong(two(vec![shift((6, 0), (12, 0)), shift((12, 0), (18, 0))])), never);
    assert_eq!(wrong(two(vec![shift((6, 0), (12, 0)), shift((9, 0), (18, 0))])), []);
}

#[test]
fn equipment_makes_sense() {
    let row = |column: &str| format!("equipment.{column} (E1)");
    let none = |p: &mut Problem| p.equipment[0].efficiency = Efficiency::Percent(Decimal::ZERO);
    assert_eq!(wrong(none), error(Code::EfficiencyNotPositive, &row("efficiency_percent")));
    let load = |p: &mut Problem| p.equipment[0].min_load_kw = Decimal::from(101);
    assert_eq!(wrong(load), error(Code::MinLoadAboveCapacity, &row("min_load_kw")));
    let fuel = |p: &mut Problem| p.equipment[0].fuel_type = "gas".into();
    assert_eq!(wrong(fuel), error(Code::FuelRateMissing, &row("fuel_rate_per_kwh")));
    let cold = |p: &mut Problem| p.equipment[0].min_temperature_c = Some(Decimal::from(600));
    assert_eq!(wrong(cold)[0], error(Code::OutOfRange, &row("min_temperature_c"))[0]);
    let idle = |p: &mut Problem| p.equipment[0].max_concurrent_jobs = Some(0);
    assert_eq!(wrong(idle), error(Code::OutOfRange, &row("max_concurrent_jobs")));
}

#[test]
fn typing_errors_are_caught_before_the_arithmetic() {
    let huge = |p: &mut Problem| p.jobs[0].heating_requirement_kwh = Decimal::MAX;
    assert_eq!(wrong(huge)[0], error(Code::OutOfRange, "jobs.heating_requirement_kwh (A)")[0]);
    let tiny = |p: &mut Problem| p.equipment[0].efficiency = Efficiency::Cop(Decimal::new(1, 28));
    assert_eq!(wrong(tiny), error(Code::OutOfRange, "equipment.cop (E1)"));
    let none = |p: &mut Problem| p.jobs[0].duration_minutes = 0;
    assert_eq!(wrong(none), error(Code::ZeroDuration, "jobs.duration_minutes (A)"));
}

#[test]
fn an_empty_plant_is_said_to_be_empty() {
    assert_eq!(wrong(|p| p.equipment.clear()), error(Code::EmptyInput, "equipment"));
    assert_eq!(wrong(|p| p.jobs.clear()), [(Code::EmptyInput, Severity::Warning, "jobs".to_string())]);
}

#[test]
fn the_horizon_has_a_grid() {
    assert_eq!(wrong(|p| p.horizon.interval_minutes = 0)[0], error(Code::OutOfRange, "horizon.interval_minutes")[0]);
    assert_eq!(wrong(|p| p.horizon.end = clock(18, 5))[0], error(Code::OutOfRange, "horizon.end")[0]);
}

#[test]
fn all_is_reported_at_once_and_a_report_raises_what_cannot_be_done() {
    let mut changed = problem();
    changed.jobs[0].latest_end = clock(7, 0);
    changed.jobs[1].predecessor_job_id = Some("Z".into());
    assert_eq!(check(&changed).0.len(), 2);
    assert!(report(&changed).0.iter().all(|issue| issue.severity == Severity::Error));
    changed.jobs.clear();
    assert!(report(&changed).0.iter().all(|issue| issue.severity == Severity::Warning));
}
