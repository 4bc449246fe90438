//! Solvers, workers, backends and the postmaster are killed at random moments: no request is lost, no schedule published
//! twice, no run half written. `HEATSCHED_KILLS` is how often (20 by default), `HEATSCHED_SEED` when and whom.

use std::process::Command;
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use postgres::{Client, Error};

use crate::cluster::Cluster;
use crate::fixture;
use crate::worker::Worker;

const DATABASE: &str = "killed";
const PLANNER: &str = "killed_planner";
/// About a second of work, which no gap ends.
const WORK: &str = "\"gap_tolerance\": 0, \"work_limit\": 400000";

#[derive(Debug, Clone, Copy)]
enum Victim {
    Solver,
    Worker,
    Backend,
    Postmaster,
}

const VICTIMS: [Victim; 4] = [Victim::Solver, Victim::Worker, Victim::Backend, Victim::Postmaster];

#[test]
fn killed_processes_lose_nothing() {
    let rounds = number("HEATSCHED_KILLS", 20);
    let mut random = Random(number("HEATSCHED_SEED", 7));
    let cluster = Cluster::start();
    set_up(&cluster);
    let (mut kept, mut killed) = (Kept::default(), [0; 4]);
    for round in 0..rounds {
        let victim = VICTIMS[(round % 4) as usize];
        let delay = Duration::from_millis(random.below(1500));
        let mut worker = start_worker(&cluster);
        let planning = thread::scope(|scope| {
            let planning = scope.spawn(|| plan(&cluster, round));
            sleep(delay);
            killed[(round % 4) as usize] += u64::from(kill(&cluster, &worker, victim));
            planning.join().unwrap()
        });
        worker.kill();
        kept.add(planning);
        check(&cluster, &kept, &format!("round {round}: {victim:?} after {delay:?}"));
    }
    finish(&cluster, &kept, rounds);
    println!("killed {killed:?} of {VICTIMS:?}");
    assert!(killed.iter().all(|count| *count > 0), "the test has missed a kind: {killed:?}");
}

/// What a client was told is done.
#[derive(Debug, Default)]
struct Kept {
    requests: Vec<String>,
    /// Schedules and their published runs.
    published: Vec<(String, String)>,
}

impl Kept {
    fn add(&mut self, other: Kept) {
        self.requests.extend(other.requests);
        self.published.extend(other.published);
    }
}

fn set_up(cluster: &Cluster) {
    let mut postgres = cluster.connect("postgres", "postgres").unwrap();
    postgres.batch_execute(&format!("CREATE DATABASE {DATABASE}")).unwrap();
    let mut owner = cluster.connect(DATABASE, "postgres").unwrap();
    owner.batch_execute("CREATE EXTENSION pg_heatsched").unwrap();
    fixture::load(&mut owner, "default");
    owner
        .batch_execute(&format!(
            "CREATE ROLE {PLANNER} LOGIN IN ROLE heatsched_planner;
             INSERT INTO heatsched.tenant_members VALUES ('{PLANNER}', 'default')"
        ))
        .unwrap();
}

fn start_worker(cluster: &Cluster) -> Worker {
    let dsn = format!("host={} dbname={DATABASE} user={PLANNER}", cluster.socket_folder());
    Worker::spawn(&dsn, &["--stale-after", "5", "--poll", "1"])
}

/// A planner's work, until a connection is lost: what was acknowledged counts.
fn plan(cluster: &Cluster, round: u64) -> Kept {
    let mut kept = Kept::default();
    // the connection may be lost at any point, and that is the end of this round
    let _ = cluster.connect(DATABASE, PLANNER).and_then(|mut client| steps(&mut client, round, &mut kept));
    kept
}

fn steps(client: &mut Client, round: u64, kept: &mut Kept) -> Result<(), Error> {
    let options = format!("{{\"seed\": {round}, {WORK}}}");
    let submitted = client.query_one("SELECT submit_optimization('S-2026-01-06', $1)", &[&options])?;
    kept.requests.push(submitted.get(0));
    let schedule = format!("K-{round}");
    client.batch_execute(&format!(
        "BEGIN;
         INSERT INTO schedules SELECT (jsonb_populate_record(s, '{{\"schedule_id\": \"{schedule}\"}}')).* FROM schedules s WHERE schedule_id = 'S-2026-01-05';
         INSERT INTO production_jobs SELECT (jsonb_populate_record(j, '{{\"schedule_id\": \"{schedule}\"}}')).* FROM production_jobs j WHERE schedule_id = 'S-2026-01-05';
         COMMIT"
    ))?;
    let planned = client.query("SELECT run_id FROM optimize_schedule($1, $2)", &[&schedule, &options])?;
    let run: String = planned[0].get(0);
    client.query("SELECT publish_schedule($1)", &[&run])?;
    kept.published.push((schedule, run));
    Ok(())
}

/// Whether there was one: the planner may be between two statements.
fn kill(cluster: &Cluster, worker: &Worker, victim: Victim) -> bool {
    let one = |pattern: &str| {
        let found = Command::new("pgrep").args(["-f", pattern]).output().unwrap().stdout;
        String::from_utf8_lossy(&found).lines().next().and_then(|line| line.parse().ok())
    };
    let process = || -> Option<u32> {
        match victim {
            Victim::Worker => Some(worker.id()),
            Victim::Postmaster => cluster.postmaster(),
            Victim::Backend => one(&format!("^postgres: {PLANNER} {DATABASE} .* SELECT")),
            Victim::Solver => cluster.postmaster().and_then(solver_below),
        }
    };
    let kill = |process: u32| Command::new("kill").args(["-KILL", &process.to_string()]).output().unwrap();
    (0..50).any(|_| {
        let killed = process().is_some_and(|process| kill(process).status.success());
        if !killed {
            sleep(Duration::from_millis(10));
        }
        killed
    })
}

/// A solver whose backend is a child of the server.
fn solver_below(server: u32) -> Option<u32> {
    let children = |parent: &str, filter: &[&str]| {
        let found = Command::new("pgrep").args(["-P", parent]).args(filter).output().unwrap().stdout;
        String::from_utf8_lossy(&found).lines().map(str::to_string).collect::<Vec<_>>()
    };
    let backends = children(&server.to_string(), &[]);
    backends.iter().find_map(|backend| children(backend, &["-f", "heatsched-solver"]).first()?.parse().ok())
}

const HALF_WRITTEN: &str = "
    SELECT count(*) FROM optimization_runs r
    WHERE (SELECT count(*) FROM schedule_assignments a WHERE a.tenant_id = r.tenant_id AND a.run_id = r.run_id)
            <> 2 * (SELECT count(*) FROM production_jobs j WHERE j.tenant_id = r.tenant_id AND j.schedule_id = r.schedule_id)
       OR NOT EXISTS (SELECT FROM load_profile l WHERE l.tenant_id = r.tenant_id AND l.run_id = r.run_id)
       OR (SELECT sum(c.amount) FROM cost_lines c
           WHERE c.tenant_id = r.tenant_id AND c.run_id = r.run_id AND c.schedule_kind = 'optimized') <> r.total_cost";

/// A server that was killed a moment ago may close its first connections.
fn check(cluster: &Cluster, kept: &Kept, what: &str) {
    for _ in 0..100 {
        cluster.up();
        match checked(cluster, kept, what) {
            Ok(()) => return,
            Err(_) => sleep(Duration::from_millis(200)),
        }
    }
    panic!("{what}: the server does not stay up");
}

fn checked(cluster: &Cluster, kept: &Kept, what: &str) -> Result<(), Error> {
    let mut client = cluster.connect(DATABASE, PLANNER)?;
    let mut count = |sql: &str| client.query_one(sql, &[]).map(|row| row.get::<_, i64>(0));
    assert_eq!(count(HALF_WRITTEN)?, 0, "{what}: a run is half written");
    let twice = "SELECT count(*) FROM (SELECT FROM schedule_versions WHERE published_run_id IS NOT NULL GROUP BY schedule_id HAVING count(*) > 1) t";
    assert_eq!(count(twice)?, 0, "{what}: published twice");
    let inconsistent = "SELECT count(*) FROM schedules s LEFT JOIN schedule_versions v USING (tenant_id, schedule_id)
                        WHERE (s.status = 'published') <> (v.published_run_id IS NOT NULL)";
    assert_eq!(count(inconsistent)?, 0, "{what}: published by halves");
    for request in &kept.requests {
        let known = client.query("SELECT FROM optimization_status($1)", &[request])?;
        assert_eq!(known.len(), 1, "{what}: request {request} is lost");
    }
    for (schedule, run) in &kept.published {
        let sql = "SELECT published_run_id FROM schedule_versions WHERE schedule_id = $1";
        assert_eq!(client.query_one(sql, &[schedule])?.get::<_, String>(0), *run, "{what}: {schedule}");
    }
    Ok(())
}

/// Everything that was asked for is done in the end, and every stored run stands up to a check of its hashes.
fn finish(cluster: &Cluster, kept: &Kept, rounds: u64) {
    let _worker = start_worker(cluster);
    let mut client = cluster.connect(DATABASE, PLANNER).unwrap();
    let until = Instant::now() + Duration::from_secs(60 + 5 * rounds);
    let open = "SELECT count(*) FROM optimization_status() WHERE status IN ('queued', 'running')";
    while client.query_one(open, &[]).unwrap().get::<_, i64>(0) > 0 {
        assert!(Instant::now() < until, "requests stay open");
        sleep(Duration::from_millis(200));
    }
    let failed =
        "SELECT error FROM optimization_status() WHERE status = 'failed' AND error NOT LIKE 'HS9001%workers stopped%'";
    let failed: Vec<String> = client.query(failed, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let invalid = "SELECT count(*) FROM optimization_runs r, verify_provenance(r.run_id) p WHERE NOT p.valid";
    assert_eq!(client.query_one(invalid, &[]).unwrap().get::<_, i64>(0), 0);
    println!("{rounds} kills: {} requests, {} published", kept.requests.len(), kept.published.len());
    assert!(!kept.requests.is_empty());
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// A linear congruential generator: the same kills for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
