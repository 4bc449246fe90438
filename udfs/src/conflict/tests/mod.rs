mod kinds;
mod plans;
mod random;

use serde_json::{Value, json};

use super::{Conflict, Group, find};
use crate::document::problem_from_json;
use crate::model::Problem;

/// 06:00 to 12:00 UTC in half hours. E1 gives 200 kW and reaches any temperature. A kWh costs 0.10.
fn document() -> Value {
    let rates =
        [json!({"start_time": "00:00", "end_time": "24:00", "period_category": "all", "energy_rate_kwh": "0.10"})];
    json!({
        "format": "heatsched-problem/1", "site": {"site_id": "S", "time_zone": "UTC", "currency": "EUR"},
        "horizon": {"start": at("06:00"), "end": at("12:00"), "interval_minutes": 30},
        "tariff": {"tariff_id": "T", "periods": rates},
        "equipment": [equipment("E1", 200)], "jobs": []
    })
}

fn equipment(id: &str, capacity_kw: i64) -> Value {
    json!({"equipment_id": id, "capacity_kw": capacity_kw, "efficiency_percent": 100})
}

fn at(time: &str) -> String {
    format!("2026-01-05T{time}:00Z")
}

/// A job of so many kW for so many minutes within a window.
fn job(id: &str, kw: i64, minutes: i64, from: &str, to: &str) -> Value {
    json!({"job_id": id, "heating_requirement_kwh": kw * minutes / 60, "duration_minutes": minutes,
        "earliest_start": at(from), "latest_end": at(to)})
}

fn read(document: &Value) -> Problem {
    problem_from_json(&document.to_string()).expect("a problem").0
}

/// The only conflict.
fn conflict(document: &Value) -> Conflict {
    let problem = read(document);
    let every: Vec<usize> = (0..problem.jobs.len()).collect();
    let mut found = find(&problem, &every, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    let conflict = found.remove(0);
    assert!(conflict.is_irreducible, "{conflict:?}");
    conflict
}

fn members(document: &Value) -> Vec<Group> {
    conflict(document).members
}
