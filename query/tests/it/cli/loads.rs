//! `heatsched load` as a data engineer runs it: twice, beside itself, over bad rows.

use std::process::Stdio;

use serde_json::Value;

use super::{Bench, Ran};

const SITES: &str = "site_id,site_name,time_zone,currency\nplant-a,Plant A,America/Chicago,USD\n";
const LOADS: &str = "\
[defaults]
site = \"plant-a\"
max_bad_ratio = 0.5

[job.orders]
kind = \"files\"
folder = \"inbox\"
pattern = \"*.csv\"
table = \"jobs\"
";
const HEADER: &str = "job_id,heating_requirement_kwh,duration_minutes,earliest_start,latest_end\n";

fn line(id: usize, kwh: &str) -> String {
    format!("J{id},{kwh},60,2026-01-05 06:00,2026-01-05 12:00\n")
}

fn bench() -> Bench {
    let bench = Bench::with_warehouse();
    bench.write("sites.csv", SITES);
    bench.run(&["import", "sites.csv"]).succeeds();
    bench.write("loads.toml", LOADS);
    std::fs::create_dir(bench.path("inbox")).expect("a folder");
    bench
}

fn load(bench: &Bench, arguments: &[&str]) -> Ran {
    bench.run(&[&["load"], arguments].concat())
}

/// The last line on standard output, as a scheduler takes it.
fn summary(ran: &Ran) -> Value {
    serde_json::from_str(ran.text().lines().last().expect("a line")).expect("JSON")
}

fn tables(bench: &Bench) -> String {
    let query = "SELECT * FROM production_jobs; SELECT * FROM schedules; SELECT job, stream, part, cursor_value FROM connector_state";
    let text = bench.run(&["-c", query, "--format", "csv"]).succeeds().text();
    let mut lines: Vec<&str> = text.lines().collect();
    // partitions are read as they come
    lines.sort_unstable();
    lines.join("\n")
}

#[test]
fn a_second_run_changes_nothing_and_says_so() {
    let bench = bench();
    bench.write("inbox/a.csv", &format!("{HEADER}{}{}", line(1, "100"), line(2, "50")));
    let first = summary(&load(&bench, &["run", "orders"]).succeeds());
    assert_eq!((first["status"].as_str(), first["rows_read"].as_u64()), (Some("done"), Some(3)), "{first}");
    let before = tables(&bench);
    assert!(before.contains("J1") && before.contains("2026-01-05T12:00:00Z"), "the site's time: {before}");
    let again = summary(&load(&bench, &["run", "orders"]).succeeds());
    assert_eq!((again["rows_read"].as_u64(), again["rows_written"].as_u64()), (Some(0), Some(0)));
    let full = summary(&load(&bench, &["run", "orders", "--full"]).succeeds());
    assert_eq!(full["rows_written"].as_u64(), Some(0), "{full}");
    assert_eq!(tables(&bench), before);
    load(&bench, &["run", "orders", "--skip-if-empty"]).ends_with_code(99);
    let status = load(&bench, &["status", "--json"]).succeeds();
    let status: Value = serde_json::from_str(&status.text()).expect("JSON");
    assert_eq!(status[0]["last_run"]["status"], "done", "{status}");
    assert_eq!(status[0]["streams"][0]["part"], "a.csv", "{status}");
    assert!(load(&bench, &["status"]).succeeds().text().contains("orders"));
}

#[test]
fn bad_records_wait_in_quarantine_until_they_are_mended_and_replayed() {
    let bench = bench();
    bench.write("inbox/a.csv", &format!("{HEADER}{}{}", line(1, "100"), line(2, "much")));
    let partial = load(&bench, &["run", "orders"]).ends_with_code(3);
    assert_eq!(summary(&partial)["rows_quarantined"].as_u64(), Some(1));
    load(&bench, &["run", "orders", "--full", "--strict"]).ends_with_code(1);
    let waiting = bench.run(&["-c", "SELECT reason_code, raw, hits FROM connector_quarantine", "--format", "csv"]);
    assert!(waiting.text().contains("HS1004") && waiting.text().contains("much"), "{}", waiting.text());
    load(&bench, &["replay", "orders"]).ends_with_code(3);
    bench.write("inbox/a.csv", &format!("{HEADER}{}{}", line(1, "100"), line(2, "70")));
    let replayed = summary(&load(&bench, &["replay", "orders"]).succeeds());
    assert_eq!(replayed["rows_written"].as_u64(), Some(1), "{replayed}");
    assert!(tables(&bench).contains("J2"));
}

#[test]
fn too_many_bad_records_are_no_load() {
    let bench = bench();
    bench.write("inbox/a.csv", &format!("{HEADER}{}{}{}", line(1, "100"), line(2, "x"), line(3, "y")));
    bench.write("loads.toml", &LOADS.replace("0.5", "0.05"));
    let ran = load(&bench, &["run", "orders"]).ends_with_code(1);
    assert_eq!(summary(&ran)["error_code"], "HS4105");
    assert!(!tables(&bench).contains("J1"));
}

#[test]
fn what_is_wrong_with_the_configuration_ends_with_2() {
    let bench = bench();
    load(&bench, &["validate"]).succeeds();
    let ran = load(&bench, &["run", "unknown"]).ends_with_code(2);
    assert!(ran.stderr.contains("orders"), "{}", ran.stderr);
    bench.write("loads.toml", "[job.a]\nkind = \"fax\"\n[job.b]\nkind = \"files\"\npath = \"x\"\nfolder = \"y\"\n");
    let ran = load(&bench, &["validate"]).ends_with_code(2);
    assert!(ran.stderr.contains("fax") && ran.stderr.contains("HS1005"), "{}", ran.stderr);
    load(&bench, &["run", "b", "--to", "postgres"]).ends_with_code(2);
}

#[test]
fn a_dry_run_and_a_check_write_nothing() {
    let bench = bench();
    bench.write("inbox/a.csv", &format!("{HEADER}{}", line(1, "100")));
    let dry = summary(&load(&bench, &["run", "orders", "--dry-run"]).succeeds());
    assert_eq!((dry["dry_run"].as_bool(), dry["rows_written"].as_u64()), (Some(true), Some(2)), "{dry}");
    let check = summary(&load(&bench, &["check", "orders"]).succeeds());
    assert_eq!(check["status"], "ok");
    assert!(load(&bench, &["discover", "orders"]).succeeds().text().contains("a.csv"));
    assert!(load(&bench, &["discover"]).succeeds().text().contains("files"));
    let runs = bench.run(&["-c", "SELECT count(*) AS n FROM connector_runs", "--format", "csv"]);
    assert_eq!(runs.text(), "n\n0\n");
}

#[test]
fn log_lines_are_json_and_name_job_and_run() {
    let bench = bench();
    bench.write("inbox/a.csv", &format!("{HEADER}{}", line(1, "100")));
    let ran = load(&bench, &["run", "orders", "--log", "json"]).succeeds();
    let run_id = summary(&ran)["run_id"].clone();
    let lines: Vec<Value> = ran.stderr.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines.iter().any(|line| line["event"] == "ended"), "{}", ran.stderr);
    assert!(lines.iter().all(|line| line["job"] == "orders" && line["run_id"] == run_id && line["ts"].is_string()));
}

/// Many files, so that a run takes a while.
fn fill(bench: &Bench) {
    for file in 0..40 {
        let rows: String = (0..100).map(|row| line(file * 100 + row, "10")).collect();
        bench.write(&format!("inbox/{file:02}.csv"), &format!("{HEADER}{rows}"));
    }
    bench.write("loads.toml", &format!("{LOADS}batch_rows = 400\n"));
}

#[test]
fn a_second_start_beside_a_run_is_told_to_come_back() {
    let bench = bench();
    fill(&bench);
    let mut first = bench
        .command(&["load", "run", "orders", "--every", "1h", "--log", "json"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("heatsched starts");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(first.stderr.take().expect("a pipe")));
    let started = lines.next().expect("a line").expect("text");
    assert!(started.contains("\"started\""), "{started}");
    let second = load(&bench, &["run", "orders"]).ends_with_code(75);
    assert_eq!(summary(&second)["error_code"], "HS4104");
    // the first one goes on until it is asked to end
    let ended = lines.map_while(Result::ok).any(|line| line.contains("\"ended\""));
    assert!(ended);
    let asked = std::process::Command::new("kill").args(["-TERM", &first.id().to_string()]).status();
    assert!(asked.expect("kill runs").success());
    assert_eq!(first.wait().expect("it ends").code(), Some(0));
}

#[test]
fn the_examples_are_of_jobs_that_are_valid() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../connectors/examples");
    let jobs = folder.join("loads.toml");
    let valid =
        load(&Bench::new(), &["validate", "--jobs", jobs.to_str().expect("UTF-8"), "--format", "csv"]).succeeds();
    let known: Vec<String> =
        valid.text().lines().skip(1).filter_map(|line| line.split(',').next().map(String::from)).collect();
    assert_eq!(known, ["inbox", "orders", "shifts", "work-orders"]);
    for example in ["crontab", "heatsched-load@.service", "airflow.py", "cronjob.yaml"] {
        let text = std::fs::read_to_string(folder.join(example)).expect("an example");
        let started: Vec<&str> = text.split("heatsched load run ").skip(1).collect();
        assert!(!started.is_empty(), "{example} runs a job");
        for command in started {
            let job = command.split_whitespace().next().unwrap_or_default();
            assert!(job == "%i" || known.iter().any(|known| known == job), "{example}: {job}");
        }
    }
    let python = std::process::Command::new("python3")
        .args(["-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())"])
        .arg(folder.join("airflow.py"))
        .status();
    assert!(python.expect("python3 runs").success());
}
