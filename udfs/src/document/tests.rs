use super::{problem_from_json, problem_to_json};
use crate::error::{Code, Issues};
use crate::model::{Decimal, Instant, PreviousAssignment, Problem};

const EQUIPMENT: &str = r#"{"equipment_id": "E1", "capacity_kw": 100, "efficiency_percent": 95}"#;
const JOB: &str = r#"{"job_id": "J1", "heating_requirement_kwh": 50, "duration_minutes": 60,
    "earliest_start": "2026-01-05T06:10:00Z", "latest_end": "2026-01-05T12:05:00Z"}"#;
const HORIZON: &str = r#"{"start": "2026-01-05T06:00:00Z", "end": "2026-01-06T06:00:00Z"}"#;

fn document(horizon: &str, equipment: &str, jobs: &str) -> String {
    format!(
        r#"{{"format": "heatsched-problem/1", "site": {{"site_id": "S", "time_zone": "America/Chicago"}},
            "horizon": {horizon}, "equipment": [{equipment}], "jobs": [{jobs}],
            "tariff": {{"tariff_id": "T", "periods": [{{"period_category": "flat", "energy_rate_kwh": "0.1"}}]}}}}"#
    )
}

fn read(horizon: &str, equipment: &str, jobs: &str) -> Result<(Problem, Issues), Issues> {
    problem_from_json(&document(horizon, equipment, jobs))
}

/// The codes and places of what is wrong with a document.
fn wrong(horizon: &str, equipment: &str, jobs: &str) -> Vec<(Code, String)> {
    let issues = read(horizon, equipment, jobs).expect_err("a document with errors");
    for issue in &issues.0 {
        assert!(!issue.message.is_empty() && !issue.fix.is_empty(), "{issue:?}");
    }
    issues.0.iter().map(|issue| (issue.code, issue.place.to_string())).collect()
}

fn job(fields: &str) -> String {
    format!(
        r#"{{"job_id": "J1", {fields}, "earliest_start": "2026-01-05T06:00:00Z", "latest_end": "2026-01-05T12:00:00Z"}}"#
    )
}

fn equipment(fields: &str) -> String {
    format!(r#"{{"equipment_id": "E1", {fields}}}"#)
}

fn at(text: &str) -> Instant {
    text.parse().expect("a time")
}

#[test]
fn the_shortest_document_is_read() {
    let (problem, issues) = read(HORIZON, EQUIPMENT, JOB).expect("a problem");
    assert!(issues.0.is_empty(), "{issues}");
    assert_eq!((problem.horizon.intervals(), problem.jobs[0].priority), (96, 3));
}

#[test]
fn a_job_without_duration_is_named() {
    let jobs = job(r#""heating_requirement_kwh": 1, "duration_minutes": 0"#);
    assert_eq!(wrong(HORIZON, EQUIPMENT, &jobs), [(Code::ZeroDuration, "jobs[0].duration_minutes (J1)".into())]);
}

#[test]
fn efficiency_is_above_zero_and_given_once() {
    let column = |name: &str| format!("equipment[0].{name} (E1)");
    let cases = [
        (r#""efficiency_percent": 0"#, Code::EfficiencyNotPositive, "efficiency_percent"),
        (r#""cop": "-2.5""#, Code::EfficiencyNotPositive, "cop"),
        (r#""efficiency_percent": 90, "cop": 3"#, Code::EfficiencyAmbiguous, "efficiency_percent"),
        (r#""efficiency_percent": null"#, Code::EfficiencyAmbiguous, "efficiency_percent"),
    ];
    for (fields, code, name) in cases {
        let row = equipment(&format!(r#""capacity_kw": 100, {fields}"#));
        assert_eq!(wrong(HORIZON, &row, JOB), [(code, column(name))], "{fields}");
    }
}

#[test]
fn missing_and_mistyped_fields_are_named() {
    let cases = [
        (r#""duration_minutes": 60"#, Code::MissingField, "heating_requirement_kwh"),
        (r#""heating_requirement_kwh": 1"#, Code::MissingField, "duration_minutes"),
        (r#""heating_requirement_kwh": "much", "duration_minutes": 60"#, Code::WrongType, "heating_requirement_kwh"),
        (r#""heating_requirement_kwh": 1, "duration_minutes": 60.5"#, Code::WrongType, "duration_minutes"),
        (r#""heating_requirement_kwh": 1, "duration_minutes": -60"#, Code::OutOfRange, "duration_minutes"),
        (r#""heating_requirement_kwh": -1, "duration_minutes": 60"#, Code::OutOfRange, "heating_requirement_kwh"),
        (r#""heating_requirement_kwh": 1, "duration_minutes": 60, "priority": 9"#, Code::OutOfRange, "priority"),
        (r#""heating_requirement_kwh": 1, "duration_minutes": 60, "colour": "red""#, Code::UnknownField, "colour"),
    ];
    for (fields, code, name) in cases {
        assert_eq!(wrong(HORIZON, EQUIPMENT, &job(fields)), [(code, format!("jobs[0].{name} (J1)"))], "{fields}");
    }
    let noted = job(r#""heating_requirement_kwh": 1, "duration_minutes": 60, "x_colour": "red""#);
    assert!(read(HORIZON, EQUIPMENT, &noted).is_ok());
}

#[test]
fn times_have_an_offset_and_whole_minutes() {
    let cases = [
        ("2026-01-05T06:00:00", Code::NoOffset),
        ("2026-01-05 06:00", Code::NoOffset),
        ("2026-01-05T06:00:30Z", Code::NotWholeMinute),
        ("2026-01-05T06:00:00.5Z", Code::NotWholeMinute),
        ("2026-02-30T06:00:00Z", Code::WrongType),
        ("tomorrow", Code::WrongType),
    ];
    for (text, code) in cases {
        let jobs = format!(
            r#"{{"job_id": "J1", "heating_requirement_kwh": 1, "duration_minutes": 60,
                "earliest_start": "{text}", "latest_end": "2026-01-05T12:00:00Z"}}"#
        );
        assert_eq!(wrong(HORIZON, EQUIPMENT, &jobs), [(code, "jobs[0].earliest_start (J1)".into())], "{text}");
    }
    let offset = JOB.replace("06:10:00Z", "00:10:00-06:00");
    assert_eq!(
        read(HORIZON, EQUIPMENT, &offset).expect("a problem").0.jobs[0].earliest_start,
        at("2026-01-05T06:10:00Z")
    );
}

#[test]
fn the_horizon_lies_on_the_grid() {
    let horizon = r#"{"start": "2026-01-05T06:10:00Z", "end": "2026-01-06T06:00:00Z"}"#;
    assert_eq!(wrong(horizon, EQUIPMENT, JOB), [(Code::OutOfRange, "horizon.start".into())]);
    let horizon = r#"{"start": "2026-01-05T06:00:00Z", "end": "2026-01-05T06:00:00Z"}"#;
    assert_eq!(wrong(horizon, EQUIPMENT, JOB), [(Code::OutOfRange, "horizon.end".into())]);
    let horizon = r#"{"start": "2026-01-05T06:00:00Z", "end": "2026-01-06T06:00:00Z", "interval_minutes": 25}"#;
    assert_eq!(wrong(horizon, EQUIPMENT, JOB), [(Code::OutOfRange, "horizon.interval_minutes".into())]);
    let horizon = r#"{"start": "2026-01-05T06:00:00Z", "end": "2096-01-06T06:00:00Z"}"#;
    assert_eq!(wrong(horizon, EQUIPMENT, JOB), [(Code::TooLarge, "horizon.end".into())]);
}

#[test]
fn without_a_horizon_it_spans_the_windows_of_the_jobs() {
    let later = JOB.replace("J1", "J2").replace("06:10", "07:00").replace("12:05", "13:00");
    for horizon in ["{}", "null", r#"{"start": null, "end": ""}"#] {
        let (problem, _) = read(horizon, EQUIPMENT, &format!("{JOB}, {later}")).expect("a problem");
        assert_eq!(
            (problem.horizon.start, problem.horizon.end),
            (at("2026-01-05T06:00:00Z"), at("2026-01-05T13:00:00Z"))
        );
    }
    let (problem, _) = read(r#"{"interval_minutes": 60}"#, EQUIPMENT, JOB).expect("a problem");
    assert_eq!((problem.horizon.start, problem.horizon.end), (at("2026-01-05T06:00:00Z"), at("2026-01-05T13:00:00Z")));
    let (problem, _) = read(r#"{"end": "2026-01-05T20:00:00Z"}"#, EQUIPMENT, JOB).expect("a problem");
    assert_eq!((problem.horizon.start, problem.horizon.end), (at("2026-01-05T06:00:00Z"), at("2026-01-05T20:00:00Z")));
    assert_eq!(wrong("{}", EQUIPMENT, "")[0], (Code::MissingField, "horizon.start".into()));
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let jobs = [
        job(r#""heating_requirement_kwh": 1, "duration_minutes": 0"#),
        job(r#""heating_requirement_kwh": "x", "duration_minutes": 60, "colour": 1"#),
    ];
    let row = equipment(r#""capacity_kw": 10, "min_load_kw": 20, "efficiency_percent": 0, "fuel_type": "gas""#);
    let codes: Vec<Code> = wrong(HORIZON, &row, &jobs.join(", ")).into_iter().map(|(code, _)| code).collect();
    for code in [
        Code::ZeroDuration,
        Code::WrongType,
        Code::UnknownField,
        Code::MinLoadAboveCapacity,
        Code::EfficiencyNotPositive,
        Code::FuelRateMissing,
    ] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
}

#[test]
fn what_is_no_problem_document_is_refused() {
    for text in ["", "[]", "7", "{\"format\": \"heatsched-result/1\"}", "{\"format\": 3"] {
        let issues = problem_from_json(text).expect_err("no problem");
        assert_eq!(issues.0[0].code, Code::Malformed, "{text}: {issues}");
    }
}

#[test]
fn a_previous_schedule_is_written_only_where_there_is_one() {
    let (mut problem, _) = read(HORIZON, EQUIPMENT, JOB).expect("a problem");
    let without = problem_to_json(&problem);
    for name in ["previous_schedule", "freeze_until", "move_price"] {
        assert!(without.get(name).is_none() && without["options"].get(name).is_none(), "{name}");
    }
    let start = at("2026-01-05T08:00:00Z");
    problem.previous_schedule.push(PreviousAssignment { job_id: "J1".into(), equipment_id: "E1".into(), start });
    (problem.options.freeze_until, problem.options.move_price) = (Some(start), Some(Decimal::TWO));
    let (again, _) = problem_from_json(&problem_to_json(&problem).to_string()).expect("a problem");
    assert_eq!(again, problem);
}

#[test]
fn a_price_of_moves_below_zero_is_refused() {
    let document = document(HORIZON, EQUIPMENT, JOB).replace(r#""site":"#, r#""options": {"move_price": -1}, "site":"#);
    let issues = problem_from_json(&document).expect_err("a price below 0");
    assert_eq!((issues.0[0].code, issues.0[0].place.to_string()), (Code::OutOfRange, "options.move_price".into()));
}
