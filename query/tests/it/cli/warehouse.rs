use serde_json::Value;

use super::Bench;

const SITES: &str = "site_id,site_name,time_zone,currency\nplant-a,Plant A,America/Chicago,USD\n";
const JOBS: &str = "\
job_id,product_name,heating_requirement_kwh,duration_minutes,earliest_start,latest_end,priority
J1,Axle,300,120,2026-01-05 08:00,2026-01-05 18:00,2
J2,Gear,200,60,2026-01-05 09:00,2026-01-05 20:00,1
";
const BAD_JOBS: &str = "\
job_id,product_name,heating_requirement_kwh,duration_minutes,earliest_start,latest_end,priority
J1,Axle,300,120,2026-01-05 08:00,2026-01-05 18:00,2
J2,Gear,200,0,2026-01-05 09:00,2026-01-05 20:00,1
J3,Broth,much,60,2026-01-05 09:00,2026-01-05 20:00,1
J4,Dye,100,60,yesterday,2026-01-05 20:00,9
";

fn count(bench: &Bench, table: &str) -> String {
    let ran = bench.run(&["-c", &format!("SELECT count(*) AS n FROM {table}"), "--format", "csv"]).succeeds();
    ran.text().trim_start_matches("n\n").trim().to_string()
}

#[test]
fn init_makes_every_table() {
    let bench = Bench::new();
    let ran = bench.run(&["init"]).succeeds();
    assert!(ran.stdout.is_empty());
    for table in udfs::tables::ALL {
        assert_eq!(count(&bench, table.name), "0", "{}", table.name);
    }
}

#[test]
fn the_warehouse_is_named_by_argument_or_environment() {
    let bench = Bench::new();
    bench.run(&["init", "--warehouse", "elsewhere"]).succeeds();
    let output = bench
        .command(&["-c", "SELECT 1 AS a"])
        .env("HEATSCHED_WAREHOUSE", "elsewhere")
        .output()
        .expect("heatsched runs");
    assert!(output.status.success());
    assert_eq!(bench.names(), ["elsewhere"]);
}

#[test]
fn imports_twice_are_one() {
    let bench = Bench::with_warehouse();
    bench.write("sites.csv", SITES);
    bench.write("jobs.csv", JOBS);
    for _ in 0..2 {
        let ran = bench.run(&["import", "jobs.csv", "sites.csv", "--format", "csv"]).succeeds();
        assert!(ran.text().starts_with("file,table,accepted,quarantined\nsites.csv,sites,1,0\n"), "{}", ran.text());
        assert!(ran.text().contains("jobs.csv,production_jobs,2,0"), "{}", ran.text());
        assert_eq!((count(&bench, "sites").as_str(), count(&bench, "production_jobs").as_str()), ("1", "2"));
    }
    let start = bench.run(&["-c", "SELECT earliest_start FROM production_jobs WHERE job_id = 'J1'", "--format", "csv"]);
    assert!(start.text().contains("2026-01-05T14:00:00"), "local times are the site's: {}", start.text());
}

#[test]
fn bad_rows_are_listed_all_at_once_and_the_others_are_in() {
    let bench = Bench::with_warehouse();
    bench.write("sites.csv", SITES);
    bench.write("jobs.csv", BAD_JOBS);
    let ran =
        bench.run(&["import", "sites.csv", "jobs.csv", "--quarantine", "bad.csv", "--format", "csv"]).ends_with_code(3);
    assert!(ran.text().contains("jobs.csv,production_jobs,1,3"), "{}", ran.text());
    insta::assert_snapshot!(ran.stderr);
    assert_eq!(count(&bench, "production_jobs"), "1");
    let bad = String::from_utf8(bench.read("bad.csv")).expect("UTF-8");
    assert!(
        bad.starts_with(
            "file,row,table,column,code,message,fix,raw\njobs.csv,3,production_jobs,duration_minutes,HS1101,"
        ),
        "{bad}"
    );
}

#[test]
fn dry_runs_write_nothing_and_need_no_warehouse() {
    let bench = Bench::new();
    bench.write("sites.csv", SITES);
    let ran = bench.run(&["import", "sites.csv", "--dry-run", "--format", "csv"]).succeeds();
    assert_eq!(ran.text(), "file,table,accepted,quarantined\nsites.csv,sites,1,0\n");
    assert_eq!(bench.names(), ["sites.csv"]);
}

#[test]
fn one_file_that_cannot_be_read_keeps_all_out() {
    let bench = Bench::with_warehouse();
    bench.write("sites.csv", SITES);
    bench.write("jobs.csv", "a,b\n1,2\n");
    let ran = bench.run(&["import", "sites.csv", "jobs.csv", "absent.csv"]).ends_with_code(1);
    assert!(ran.stdout.is_empty());
    assert!(ran.stderr.contains("jobs.csv") && ran.stderr.contains("absent.csv"), "{}", ran.stderr);
    assert_eq!(count(&bench, "sites"), "0");
}

#[test]
fn the_demo_leaves_a_warehouse_to_query() {
    let bench = Bench::new();
    let first = bench.run(&["demo"]).succeeds();
    let text = first.text();
    for part in ["Plan of", "Bill", "Against first in, first out", "| total"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");
    assert!(first.stderr.contains("saves "), "{}", first.stderr);
    assert_eq!(bench.names(), ["demo-plan.svg", "warehouse"]);

    let again = bench.run(&["demo"]).succeeds();
    assert_eq!(again.text(), text, "the same plan");
    assert!(again.stderr.contains("found again"), "{}", again.stderr);

    let runs = bench.run(&[
        "-c",
        "SELECT run_id, schedule_id, total_cost < baseline_cost AS cheaper FROM optimization_runs",
        "--format",
        "json",
    ]);
    let runs: Value = serde_json::from_slice(&runs.succeeds().stdout).expect("JSON");
    assert_eq!(runs.as_array().map(Vec::len), Some(1));
    assert_eq!(runs[0]["cheaper"], Value::Bool(true));
    let run = runs[0]["run_id"].as_str().expect("an id");
    bench.run(&["validate", "--run", run]).succeeds();
    bench.run(&["plot", "--run", run, "--output", "run.png"]).succeeds();
    super::reports::agree_with_the_views(&bench, run);
    let schedule = runs[0]["schedule_id"].as_str().expect("an id");
    bench.run(&["validate", "--schedule", schedule]).succeeds();
    let optimized = bench.run(&["optimize", "--schedule", schedule, "--format", "csv"]).succeeds();
    assert!(optimized.stderr.contains("found again"), "{}", optimized.stderr);
    assert!(optimized.text().starts_with("start,end,job_id,"));
}

#[test]
fn unknown_schedules_and_runs_are_named() {
    let bench = Bench::with_warehouse();
    for arguments in [
        &["optimize", "--schedule", "S-0"][..],
        &["validate", "--run", "S-0"],
        &["plot", "--run", "S-0", "-o", "a.svg"],
    ] {
        let ran = bench.run(arguments).ends_with_code(1);
        assert!(ran.stderr.starts_with("error[HS1009]"), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("S-0"), "{}", ran.stderr);
    }
}
