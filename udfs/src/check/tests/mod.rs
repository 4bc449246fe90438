//! The constraints and figures of one small plant, and of random ones.

mod constraints;
mod cost;
mod figures;
mod samples;

use chrono::TimeDelta;

use super::validate;
use crate::document::problem_from_json;
use crate::error::Code;
use crate::model::{Assignment, Decimal, EquipmentRun, Instant, Problem, Schedule, Span};

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
