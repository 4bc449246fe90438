//! Whatever moment a process dies at, the warehouse can be read, and holds all of a write or nothing.

use std::process::Stdio;
use std::time::Duration;

use super::Bench;

const ROWS: usize = 4000;

fn loads(kw: usize) -> String {
    let mut text = String::from("start,end,kw\n");
    let begin = chrono::DateTime::from_timestamp(1_767_225_600, 0).expect("a time");
    for i in 0..ROWS {
        let at = |n: usize| (begin + chrono::TimeDelta::minutes(15 * i64::try_from(n).expect("small"))).to_rfc3339();
        text.push_str(&format!("{},{},{kw}\n", at(i), at(i + 1)));
    }
    text
}

fn kill_after(bench: &Bench, arguments: &[&str], delay: Duration) {
    let mut child =
        bench.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("heatsched starts");
    std::thread::sleep(delay);
    let _ = child.kill();
    let _ = child.wait();
}

/// (rows, distinct loads): a mixture of two imports would have two.
fn state(bench: &Bench) -> (String, String) {
    let query = "SELECT count(*) AS n, count(DISTINCT kw) AS k FROM site_load";
    let text = bench.run(&["-c", query, "--format", "csv"]).succeeds().text();
    let line = text.lines().nth(1).expect("a row").to_string();
    line.split_once(',').map(|(n, k)| (n.to_string(), k.to_string())).expect("two columns")
}

#[test]
fn a_killed_import_leaves_the_old_state_or_the_new() {
    let bench = Bench::with_warehouse();
    bench.write("sites.csv", "site_id,site_name,time_zone,currency\nplant-a,Plant A,UTC,USD\n");
    bench.run(&["import", "sites.csv"]).succeeds();
    for round in 0..12 {
        bench.write("site_load.csv", &loads(100 + round));
        kill_after(
            &bench,
            &["import", "site_load.csv", "--site", "plant-a"],
            Duration::from_millis(15 + 45 * round as u64),
        );
        let (rows, loads) = state(&bench);
        assert!(
            rows == "0" && loads == "0" || rows == ROWS.to_string() && loads == "1",
            "round {round}: {rows} rows of {loads} loads"
        );
    }
    bench.run(&["import", "site_load.csv", "--site", "plant-a"]).succeeds();
    assert_eq!(state(&bench), (ROWS.to_string(), "1".to_string()));
}

#[test]
fn a_killed_plan_leaves_a_readable_warehouse() {
    let bench = Bench::new();
    for round in 0..6 {
        kill_after(&bench, &["demo"], Duration::from_millis(50 + 400 * round));
        if !bench.path("warehouse").exists() {
            continue;
        }
        let ran = bench.run(&["-c", "SELECT (SELECT count(*) FROM optimization_runs) AS r, (SELECT count(DISTINCT run_id) FROM schedule_assignments) AS a", "--format", "csv"]);
        if ran.code == Some(1) && ran.stderr.starts_with("error[HS4002]") {
            continue;
        }
        let text = ran.succeeds().text();
        assert!(["r,a\n0,0\n", "r,a\n1,1\n"].contains(&text.as_str()), "round {round}: {text}");
    }
    bench.run(&["demo"]).succeeds();
}
