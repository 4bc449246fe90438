//! `heatsched load --to postgres`: rows, cursor and run record in one transaction.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use postgres::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::database::Database;
use crate::kills::{Target, killed};
use crate::sap_server::{PASSWORD, Sap, order};

const JOBS: &str = "\
[defaults]
site = \"plant-a\"
max_bad_ratio = 0.5

[job.orders]
kind = \"files\"
folder = \"inbox\"
pattern = \"*.csv\"
table = \"jobs\"
batch_rows = 400

[job.offline]
kind = \"files\"
path = \"offline.csv\"
table = \"availability\"
";
const HEADER: &str = "job_id,heating_requirement_kwh,duration_minutes,earliest_start,latest_end\n";

fn line(id: usize, kwh: &str) -> String {
    format!("J{id},{kwh},60,2026-02-05 06:00,2026-02-05 12:00\n")
}

/// A folder with jobs, and a database with the plant that they are of.
struct Bench {
    folder: TempDir,
    database: Database,
    dsn: String,
}

impl Bench {
    fn new() -> Self {
        let database = Database::empty();
        let mut owner = database.owner();
        owner.batch_execute("CREATE EXTENSION pg_heatsched").unwrap();
        drop(database.member("planner", "default"));
        owner
            .batch_execute(
                "INSERT INTO heatsched.sites (tenant_id, site_id, site_name, time_zone, currency, source_system, source_reference, provenance_hash)
                 VALUES ('default', 'plant-a', 'Plant A', 'America/Chicago', 'USD', 'test', '1', '')",
            )
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("loads.toml"), JOBS).unwrap();
        std::fs::create_dir(folder.path().join("inbox")).unwrap();
        let dsn = database.dsn("planner", "default");
        Self { folder, database, dsn }
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// Many files, so that a run takes a while.
    fn fill(&self) {
        for file in 0..20 {
            let rows: String = (0..100).map(|row| line(file * 100 + row, "10")).collect();
            self.write(&format!("inbox/{file:02}.csv"), &format!("{HEADER}{rows}"));
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let binary = std::env::var("HEATSCHED_BINARY").expect("HEATSCHED_BINARY names the command: run .ci/postgres");
        let mut command = Command::new(binary);
        command.arg("load").args(arguments).args(["--to", "postgres", "--dsn", &self.dsn]);
        command.current_dir(self.path()).env("KEY", PASSWORD).stdin(Stdio::null());
        command
    }

    fn load(&self, arguments: &[&str], code: i32) -> String {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let text = String::from_utf8(stdout).unwrap();
        assert_eq!(status.code(), Some(code), "{text}{}", String::from_utf8_lossy(&stderr));
        text.lines().last().unwrap_or_default().to_string()
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// All that a load brings, but for what differs from run to run.
    fn rows(&self) -> Vec<String> {
        let mut client = self.database.owner();
        let values = |client: &mut Client, sql: &str| -> Vec<String> {
            client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
        };
        let mut all = values(&mut client, "SELECT j::text FROM heatsched.production_jobs j ORDER BY 1");
        all.extend(values(&mut client, "SELECT s::text FROM heatsched.schedules s ORDER BY 1"));
        all.extend(values(
            &mut client,
            "SELECT concat_ws(' ', job, stream, part, cursor_value) FROM heatsched.connector_state ORDER BY 1",
        ));
        all
    }
}

#[test]
fn a_second_load_changes_nothing_and_a_bad_row_waits() {
    let bench = Bench::new();
    bench.write("inbox/a.csv", &format!("{HEADER}{}{}", line(1, "100"), line(2, "much")));
    let first = bench.load(&["run", "orders"], 3);
    assert!(first.contains("\"rows_quarantined\":1"), "{first}");
    let before = bench.rows();
    assert!(before.iter().any(|row| row.contains("J1")), "{before:?}");
    assert!(bench.load(&["run", "orders"], 0).contains("\"rows_read\":0"));
    let full = bench.load(&["run", "orders", "--full"], 3);
    assert!(full.contains("\"rows_written\":0"), "{full}");
    assert_eq!(bench.rows(), before);
    bench.write("inbox/a.csv", &format!("{HEADER}{}{}", line(1, "100"), line(2, "70")));
    assert!(bench.load(&["replay", "orders"], 0).contains("\"rows_written\":1"));
    let status = bench.load(&["status", "--json"], 0);
    assert!(status.contains("\"quarantined\":0") && status.contains("a.csv"), "{status}");
}

#[test]
fn a_row_of_unknown_equipment_waits_in_quarantine() {
    let bench = Bench::new();
    let rows = "equipment_id,unavailable_start,unavailable_end\nF1,2026-02-05 06:00,2026-02-05 07:00\n";
    bench.write("offline.csv", rows);
    let found = bench.load(&["run", "offline"], 3);
    assert!(found.contains("\"rows_quarantined\":1"), "{found}");
    let mut owner = bench.database.owner();
    let reason: String = owner.query_one("SELECT reason_code FROM heatsched.connector_quarantine", &[]).unwrap().get(0);
    assert_eq!(reason, "HS1009");
}

#[test]
fn a_published_schedule_keeps_its_jobs() {
    let bench = Bench::new();
    bench.write("inbox/a.csv", &format!("{HEADER}{}", line(1, "100")));
    bench.load(&["run", "orders"], 0);
    bench
        .database
        .owner()
        .batch_execute(
            "SET session_replication_role = replica;
             INSERT INTO heatsched.schedule_versions
             SELECT tenant_id, schedule_id, schedule_id, 1, 'run', schedule_date, now(), 'someone' FROM heatsched.schedules",
        )
        .unwrap();
    let before = bench.rows();
    bench.write("inbox/b.csv", &format!("{HEADER}{}", line(1, "999")));
    let second = bench.load(&["run", "orders"], 0);
    assert!(second.contains("\"rows_kept\":1"), "{second}");
    let jobs = |rows: &[String]| rows.iter().filter(|row| row.contains("J1")).cloned().collect::<Vec<_>>();
    assert_eq!(jobs(&bench.rows()), jobs(&before));
}

#[test]
fn a_job_runs_once_at_a_time_whatever_the_machine() {
    let bench = Bench::new();
    let mut client = bench.database.member("planner", "default");
    client.query("SELECT pg_advisory_lock(hashtextextended('heatsched load default orders', 0))", &[]).unwrap();
    assert!(bench.load(&["run", "orders"], 75).contains("HS4104"));
    drop(client);
    bench.load(&["run", "orders"], 0);
}

impl Target for Bench {
    fn load(&self) -> Command {
        self.command(&["run", "orders"])
    }

    fn tables(&self) -> String {
        self.rows().join("\n")
    }
}

#[test]
fn a_killed_load_of_files_is_finished_by_the_next() {
    killed("files into Postgres", &["J1999"], || {
        let bench = Bench::new();
        bench.fill();
        bench
    });
}

#[test]
fn a_killed_load_of_sap_orders_is_finished_by_the_next() {
    let orders: Vec<Value> = (0..40).map(|number| order(number, 5 + number % 3)).collect();
    let sap = Sap::start(&json!({"A_ProductionOrder_2": orders}));
    let settings = sap.settings().replace("equipment = { 10000045 = 'F1' }\n", "");
    killed("sap into Postgres", &["1000039-0010"], || {
        let bench = Bench::new();
        bench.write("loads.toml", &format!("[job.orders]\nsite = \"plant-a\"\n{settings}"));
        bench
    });
}
