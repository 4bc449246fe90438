//! `heatsched worker` against the queue.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use postgres::Client;

use crate::database::Database;

#[derive(Debug)]
pub struct Worker(Child);

impl Worker {
    fn start(database: &Database, arguments: &[&str]) -> Self {
        // makes the role
        drop(database.member("planner", "default"));
        Self::spawn(&database.dsn("planner", "default"), arguments)
    }

    pub fn spawn(dsn: &str, arguments: &[&str]) -> Self {
        let binary = std::env::var("HEATSCHED_BINARY").expect("HEATSCHED_BINARY names the command: run .ci/postgres");
        let child = Command::new(binary)
            .args(["worker", "--quiet", "--threads", "1", "--dsn", dsn])
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }

    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// At once, whether it has ended or not.
    pub fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    fn signal(&self, signal: &str) {
        let done = Command::new("kill").args([signal, &self.0.id().to_string()]).status().unwrap();
        assert!(done.success());
    }

    fn ends(&mut self) -> bool {
        let until = Instant::now() + Duration::from_secs(20);
        while Instant::now() < until {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the worker does not end");
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
    }
}

pub fn wait_for(client: &mut Client, condition: &str) {
    let until = Instant::now() + Duration::from_secs(60);
    let sql = format!("SELECT {condition}");
    while !client.query_one(&sql, &[]).unwrap().get::<_, Option<bool>>(0).unwrap_or_default() {
        if Instant::now() > until {
            let rows = client.simple_query("SELECT * FROM optimization_status()").unwrap();
            panic!("{condition} does not come true: {rows:?}");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_worker_plans_what_optimize_schedule_plans() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    let request: String = planner.query_one("SELECT submit_optimization('S-2026-01-05')", &[]).unwrap().get(0);
    let mut worker = Worker::start(&database, &["--drain"]);
    assert!(worker.ends());
    let status = planner.query_one("SELECT status, run_id FROM optimization_status($1)", &[&request]).unwrap();
    assert_eq!(status.get::<_, String>(0), "solved");
    let run: String = status.get(1);
    let known = planner.query("SELECT run_id FROM optimize_schedule('S-2026-01-05')", &[]).unwrap();
    assert_eq!(known.len(), 2);
    assert!(known.iter().all(|row| row.get::<_, String>(0) == run), "the same input is the same run");
    let valid = "SELECT count(*) FROM verify_provenance($1) WHERE NOT valid";
    assert_eq!(planner.query_one(valid, &[&run]).unwrap().get::<_, i64>(0), 0);
}

#[test]
fn a_waiting_worker_hears_of_a_request_and_ends_when_asked() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    let mut worker = Worker::start(&database, &["--poll", "600"]);
    wait_for(
        &mut planner,
        "EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE query ~ 'take_optimization' AND datname = current_database())",
    );
    let request: String = planner.query_one("SELECT submit_optimization('S-2026-01-06')", &[]).unwrap().get(0);
    wait_for(&mut planner, &format!("(SELECT status = 'solved' FROM optimization_status('{request}'))"));
    worker.signal("-TERM");
    assert!(worker.ends());
}

#[test]
fn a_killed_worker_loses_no_request() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    let many = 6;
    for seed in 0..many {
        let options = format!("{{\"seed\": {seed}, \"gap_tolerance\": 0, \"work_limit\": 40000}}");
        planner.execute("SELECT submit_optimization('S-2026-01-05', $1)", &[&options]).unwrap();
    }
    let ended = "SELECT count(*) FROM optimization_status() WHERE status IN ('solved', 'failed')";
    for round in 0..4 {
        let worker = Worker::start(&database, &["--stale-after", "5"]);
        std::thread::sleep(Duration::from_millis(150 + 70 * round));
        worker.signal("-KILL");
    }
    let _last = Worker::start(&database, &["--stale-after", "5"]);
    wait_for(&mut planner, &format!("({ended}) = {many}"));
    let counts = planner
        .query_one(
            "SELECT count(*) FILTER (WHERE status = 'solved'), count(DISTINCT run_id),
                    (SELECT count(*) FROM optimization_runs), (SELECT count(*) FROM schedule_assignments)
             FROM optimization_status()",
            &[],
        )
        .unwrap();
    let [solved, runs, stored, assignments] = [0, 1, 2, 3].map(|i| counts.get::<_, i64>(i));
    assert_eq!([solved, runs, stored, assignments], [many, many, many, many * 4], "each run once, none half written");
}
