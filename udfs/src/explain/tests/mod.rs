mod forbidden;
mod peaks;
mod prices;
mod samples;

use serde_json::{Value, json};

use super::{Explanation, JobExplanation, Rule, explain_schedule};
use crate::document::problem_from_json;
use crate::model::{Assignment, Decimal, Problem, Schedule};
use crate::operation::runs_for;

/// 06:00 to 12:00 UTC in intervals of an hour. A kWh costs 0.10 from 08:00 to 09:00 and 0.30 at any other time. E1 gives
/// 120 kW at no loss; A takes 100 kWh in an hour: 10 at 08:00, 30 at any other time.
fn document() -> Value {
    let period = |start: &str, end: &str, category: &str, rate: &str| json!({"start_time": start, "end_time": end, "period_category": category, "energy_rate_kwh": rate});
    json!({
        "format": "heatsched-problem/1", "site": {"site_id": "S", "time_zone": "UTC", "currency": "EUR"},
        "horizon": {"start": at(6), "end": at(12), "interval_minutes": 60},
        "tariff": {"tariff_id": "T", "periods": [
            period("00:00", "08:00", "high", "0.30"), period("08:00", "09:00", "low", "0.10"),
            period("09:00", "24:00", "high", "0.30")]},
        "equipment": [equipment("E1")],
        "jobs": [job("A", 100)]
    })
}

fn equipment(id: &str) -> Value {
    json!({"equipment_id": id, "capacity_kw": 120, "efficiency_percent": 100})
}

fn job(id: &str, kwh: i64) -> Value {
    json!({"job_id": id, "heating_requirement_kwh": kwh, "duration_minutes": 60, "earliest_start": at(6),
        "latest_end": at(12)})
}

fn at(hour: i64) -> String {
    format!("2026-01-05T{hour:02}:00:00Z")
}

fn read(document: &Value) -> Problem {
    problem_from_json(&document.to_string()).expect("a problem").0
}

/// What the site itself takes.
fn fifty_kw_at_8() -> Value {
    let rows = [(6, 8, 0), (8, 9, 50), (9, 12, 0)];
    rows.into_iter().map(|(from, to, kw)| json!({"start": at(from), "end": at(to), "kw": kw})).collect()
}

fn add(document: &mut Value, table: &str, row: Value) {
    document[table].as_array_mut().expect("rows").push(row);
}

/// Jobs in order of their ids, each on an equipment from an hour on, with price-blind on-periods.
fn plan(problem: &Problem, places: &[(usize, i64)]) -> Schedule {
    let places = places.iter().enumerate();
    let assignments: Vec<Assignment> = places
        .map(|(job, (equipment, hour))| Assignment {
            job,
            equipment: *equipment,
            start: at(*hour).parse().expect("a time"),
        })
        .collect();
    let runs = runs_for(problem, &assignments);
    Schedule { assignments, runs }
}

fn explained(document: &Value, places: &[(usize, i64)]) -> Explanation {
    let problem = read(document);
    explain_schedule(&problem, &plan(&problem, places)).expect("a plan that can be explained")
}

/// What is said of A.
fn of_a(document: &Value, places: &[(usize, i64)]) -> JobExplanation {
    explained(document, places).jobs.remove(0)
}

/// Rule, subject and amount of what binds A, which could save 20 at 08:00.
fn bound(document: &Value, places: &[(usize, i64)]) -> (Rule, String, Decimal) {
    let found = of_a(document, places).binding;
    assert_eq!(found.place.map(|place| place.start), Some(at(8).parse().expect("a time")), "{found:?}");
    assert_eq!(found.energy_saving, Some(Decimal::from(20)), "{found:?}");
    (found.rule, found.subject, found.amount.unwrap_or_default())
}

fn is(rule: Rule, subject: &str, amount: i64) -> (Rule, String, Decimal) {
    (rule, subject.to_string(), Decimal::from(amount))
}
