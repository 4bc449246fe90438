use super::*;

#[test]
fn arrays_tables_and_lines_are_read() {
    let job = r#"{"job_id": 7, "heating_requirement_kwh": 310.25, "duration_minutes": "150", "earliest_start": "2026-01-05T06:00:00Z",
        "latest_end": "2026-01-05T20:00:00Z", "allowed_equipment": ["E1", "E2"],
        "must_run_windows": [{"start": "2026-01-05T07:00:00Z", "end": "2026-01-05T19:00:00Z"}]}"#;
    let line = job.replace('\n', " ");
    let files = [
        ("jobs.json", format!("[{job}]")),
        ("plant.json", format!(r#"{{"production_jobs": [{job}], "note": "x"}}"#)),
        ("jobs.ndjson", format!("{line}\n\n")),
    ];
    for (name, text) in files {
        let import = import(name, &text, &chicago());
        assert!(import.quarantined.is_empty(), "{name}: {:?}", import.quarantined);
        let jobs = rows(&import, "production_jobs");
        assert_eq!(cell(&jobs[0], "job_id"), "\"7\"", "{name}");
        assert_eq!(cell(&jobs[0], "heating_requirement_kwh"), "310.25");
        assert_eq!(cell(&jobs[0], "allowed_equipment"), "\"E1,E2\"");
        assert_eq!(cell(&jobs[0], "must_run_windows"), "\"2026-01-05T07:00:00Z/2026-01-05T19:00:00Z\"");
    }
}

#[test]
fn a_bad_line_costs_that_line_only() {
    let good = r#"{"start": "2026-01-05T06:00:00Z", "end": "2026-01-05T07:00:00Z", "kw": 5}"#;
    let import = import("load.ndjson", &format!("{good}\n{{\"start\":\n[1]\n{{\"kw\": {{}}}}\n"), &chicago());
    assert_eq!(rows(&import, "site_load").len(), 1);
    let rows: Vec<usize> = import.quarantined.iter().map(|q| q.row).collect();
    assert_eq!(rows, [2, 3, 4]);
}

#[test]
fn a_file_of_several_tables_gives_them_all() {
    let text = r#"{"tariff": [{"tariff_id": "t", "time_zone": "America/Chicago"}],
        "periods": [{"tariff_id": "t", "period_category": "off-peak", "energy_rate_kwh": "0.0450"},
                    {"tariff_id": "t", "period_category": "peak", "energy_rate_kwh": "0.1", "start_time": "6:00", "end_time": "5:00"}],
        "demand_charges": [{"tariff_id": "t", "name": "any", "rate_kw": 3.5},
                           {"tariff_id": "t", "name": "day", "rate_kw": 3.5, "day_type": "weekday", "start_time": "08:00", "end_time": "18:00"}],
        "fixed_charges": [{"tariff_id": "t", "name": "customer", "amount": 250}],
        "holidays": [{"tariff_id": "t", "holiday": "2026-01-01"}, {"tariff_id": "t", "holiday": "soon"}],
        "comments": [{"a": 1}]}"#;
    let import = import("tariffs.json", text, &options());
    assert_eq!(codes(&import), [(2, Code::WrongType)]);
    let periods = rows(&import, "tariff_periods");
    assert_eq!((cell(&periods[1], "period_no"), cell(&periods[1], "start_time")), ("2".into(), "\"06:00\"".into()));
    assert_eq!(cell(&periods[0], "day_type"), "\"all\"");
    let charges = rows(&import, "demand_charges");
    assert_eq!((cell(&charges[0], "hours_no"), cell(&charges[1], "hours_no")), ("0".into(), "1".into()));
    assert_eq!(cell(&rows(&import, "fixed_charges")[0], "per"), "\"month\"");
    assert!(import.issues.0.iter().any(|issue| issue.message.contains("comments")), "{}", import.issues);
}
