use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Bench, PROBLEM, shared};

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("JSON")
}

fn planned() -> Bench {
    let bench = Bench::new();
    bench.write("problem.json", PROBLEM);
    bench.run(&["optimize", "--problem", "problem.json", "--result", "plan.json"]).succeeds();
    bench
}

#[test]
fn baseline_writes_a_result_document() {
    let bench = Bench::new();
    bench.write("problem.json", PROBLEM);
    let ran = bench.run(&["baseline", "--problem", "problem.json"]).succeeds();
    let result = json(&ran.stdout);
    assert_eq!(
        (result["format"].as_str(), result["schedule_kind"].as_str()),
        (Some("heatsched-result/1"), Some("baseline"))
    );
    assert_eq!(result["assignments"].as_array().map(Vec::len), Some(4));
    assert!(ran.stderr.starts_with("baseline schedule: "), "{}", ran.stderr);
}

#[test]
fn a_plan_is_cheaper_valid_and_the_same_each_time() {
    let bench = planned();
    let plan = json(&bench.read("plan.json"));
    let saved: f64 = plan["savings"].as_str().and_then(|text| text.parse().ok()).expect("savings");
    assert!(saved > 0.0, "{saved}");
    let checked =
        bench.run(&["validate", "--problem", "problem.json", "--result", "plan.json", "--format", "csv"]).succeeds();
    assert_eq!(checked.text(), "code,severity,subject,message,fix\n");
    let again = bench.run_with_input(&["optimize", "--problem", "-", "--threads", "1", "--quiet"], PROBLEM).succeeds();
    assert_eq!(again.stderr, "");
    assert_eq!(json(&again.stdout)["provenance_hash"], plan["provenance_hash"]);
}

#[test]
fn a_bills_lines_add_up() {
    let bench = planned();
    let bill =
        bench.run(&["bill", "--problem", "problem.json", "--result", "plan.json", "--format", "json"]).succeeds();
    let cents = |value: &Value| (value.as_f64().expect("a number") * 100.0).round() as i64;
    let sum: i64 = json(&bill.stdout).as_array().expect("lines").iter().map(|line| cents(&line["amount"])).sum();
    let total: f64 =
        json(&bench.read("plan.json"))["cost"]["total"].as_str().and_then(|t| t.parse().ok()).expect("a total");
    assert_eq!(sum, (total * 100.0).round() as i64);
    let table = bench.run(&["bill", "--problem", "problem.json", "--result", "plan.json"]).succeeds().text();
    assert!(table.lines().all(|line| line.chars().count() <= 110), "{table}");
    assert!(table.contains("total"), "{table}");
}

#[test]
fn a_changed_figure_is_found() {
    let bench = planned();
    let mut plan = json(&bench.read("plan.json"));
    plan["cost"]["total"] = Value::from("1.00");
    bench.write("plan.json", &plan.to_string());
    let ran = bench
        .run(&["validate", "--problem", "problem.json", "--result", "plan.json", "--format", "csv"])
        .ends_with_code(3);
    assert!(ran.text().contains("HS2017,violation"), "{}", ran.text());
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let bench = Bench::new();
    let mut problem: Value = serde_json::from_str(PROBLEM).expect("JSON");
    problem["jobs"][0]["duration_minutes"] = Value::from(0);
    problem["jobs"][1]["latest_end"] = Value::from("2026-01-05 16:00");
    problem["jobs"][2]["colour"] = Value::from("red");
    problem["equipment"][0]["efficiency_percent"] = Value::from(0);
    bench.write("bad.json", &problem.to_string());
    let ran = bench.run(&["optimize", "--problem", "bad.json", "--result", "plan.json"]).ends_with_code(1);
    assert!(ran.stdout.is_empty());
    insta::assert_snapshot!(ran.stderr);
    assert_eq!(bench.names(), ["bad.json"]);
}

#[test]
fn validate_lists_what_is_wrong_as_rows() {
    let bench = Bench::new();
    let mut problem: Value = serde_json::from_str(PROBLEM).expect("JSON");
    problem["jobs"][0]["temperature_setpoint_c"] = Value::from(1200);
    problem["jobs"][2]["duration_minutes"] = Value::from(900);
    bench.write("hard.json", &problem.to_string());
    let codes =
        |ran: &super::Ran| -> Vec<String> { ran.text().lines().skip(1).map(|line| line[..6].to_string()).collect() };
    let warned = bench.run(&["validate", "--problem", "hard.json", "--format", "csv"]).succeeds();
    assert_eq!(
        codes(&warned),
        ["HS1103", "HS1102"],
        "jobs that cannot be placed give an elastic plan, so they are warnings"
    );
    problem["tariff"]["periods"][1]["end_time"] = Value::from("19:00");
    bench.write("bad.json", &problem.to_string());
    let wrong = bench.run(&["validate", "--problem", "bad.json", "--format", "csv"]).ends_with_code(3);
    assert!(codes(&wrong).contains(&"HS1301".to_string()), "{}", wrong.text());
}

#[test]
fn a_plan_is_explained_job_by_job() {
    let bench = planned();
    let plan = ["explain", "--problem", "problem.json", "--result", "plan.json"];
    let explained = json(&bench.run(&[&plan[..], &["--format", "json"]].concat()).succeeds().stdout);
    let rows = explained.as_array().expect("rows");
    assert_eq!(rows.iter().filter_map(|row| row["job_id"].as_str()).collect::<Vec<_>>(), ["J1", "J2", "J3", "J4"]);
    assert!(rows.iter().all(|row| row["message"].is_string() && row["binding"].is_string()), "{explained}");
    let table = bench.run(&[&plan[..], &["--format", "table"]].concat()).succeeds().text();
    assert!(table.contains("next_best") && table.contains("binding"), "{table}");
    let peaks = bench.run(&[&plan[..], &["--peaks", "--format", "csv"]].concat()).succeeds().text();
    assert!(peaks.starts_with("charge,month,at,peak_kw,saved_by_one_kw,added_by_one_kw\n"), "{peaks}");
    bench.run(&["explain"]).ends_with_code(2);
    bench.run(&["explain", "HS1101", "--peaks"]).ends_with_code(2);
}

#[test]
fn what_is_no_document_is_named() {
    let bench = Bench::new();
    bench.write("broken.json", "{\"format\": ");
    let broken = bench.run(&["optimize", "--problem", "broken.json"]).ends_with_code(1);
    assert!(broken.stderr.starts_with("error[HS1001]: broken.json"), "{}", broken.stderr);
    let absent = bench.run(&["optimize", "--problem", "absent.json"]).ends_with_code(1);
    assert!(absent.stderr.starts_with("error[HS4001]: absent.json: cannot be read"), "{}", absent.stderr);
}

#[test]
fn constraints_that_cannot_hold_give_an_elastic_plan() {
    let bench = Bench::new();
    let mut problem: Value = serde_json::from_str(PROBLEM).expect("JSON");
    problem["site"]["demand_limit_kw"] = Value::from(100);
    problem["equipment"][1]["fuel_type"] = Value::from("electricity");
    problem["equipment"][1]["fuel_rate_per_kwh"] = Value::Null;
    bench.write("tight.json", &problem.to_string());
    let ran = bench.run(&["optimize", "--problem", "tight.json"]).ends_with_code(3);
    let result = json(&ran.stdout);
    assert_eq!(result["status"].as_str(), Some("elastic"));
    assert!(ran.stderr.contains("violation[HS2"), "{}", ran.stderr);
}

#[test]
fn progress_is_json_lines_when_asked_for() {
    let bench = Bench::new();
    bench.write("problem.json", PROBLEM);
    let ran = bench.run(&["optimize", "--problem", "problem.json", "--log", "json"]).succeeds();
    for line in ran.stderr.lines() {
        let event: Value = serde_json::from_str(line).expect("JSON");
        assert!(event["level"].is_string(), "{line}");
    }
}

/// Sends SIGINT by the shell's own kill: the standard library has no call for it.
#[cfg(unix)]
#[test]
fn an_interrupt_gives_the_best_plan_at_once() {
    let Some(problem) = shared("benchmarks/heat/mixed_100_10_1_1.json") else { return };
    let bench = Bench::new();
    let child = bench
        .command(&["optimize", "--gap", "0", "--work-limit", "100000000000", "--problem"])
        .arg(&problem)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("heatsched starts");
    let pid = child.id().to_string();
    let waiting = std::thread::spawn(move || child.wait_with_output());
    std::thread::sleep(Duration::from_secs(6));
    let asked = Instant::now();
    let status = std::process::Command::new("kill").args(["-INT", &pid]).status().expect("kill runs");
    assert!(status.success(), "it was still planning");
    let output = waiting.join().expect("no panic").expect("heatsched ends");
    let waited = asked.elapsed();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    let result = json(&output.stdout);
    assert_eq!(result["reproducible"].as_bool(), Some(false));
    assert_eq!(result["assignments"].as_array().map(Vec::len), Some(100));
    // the solve stops within 0.2 s; pricing, checking and writing take the rest
    assert!(waited < Duration::from_secs(3), "{waited:?}");
}
