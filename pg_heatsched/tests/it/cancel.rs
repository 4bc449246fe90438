//! A solve ends when its statement does, and leaves no process.

use std::process::Command;
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};

use crate::database::{Database, error_of};

/// Minutes of work.
const LONG: &str = "SELECT * FROM simulate_schedule('S-2026-01-05', '{\"gap_tolerance\": 0, \"work_limit\": 100000000000, \"time_limit_seconds\": 120}')";
const AT_ONCE: Duration = Duration::from_secs(2);

/// Enough jobs that the solve does not end by itself.
fn hard(database: &Database) -> Client {
    let mut planner = database.member("planner", "default");
    planner
        .batch_execute(
            "INSERT INTO production_jobs SELECT (jsonb_populate_record(j, jsonb_build_object('job_id', j.job_id || '-' || n))).*
             FROM production_jobs j, generate_series(1, 12) n WHERE schedule_id = 'S-2026-01-05'",
        )
        .unwrap();
    planner
}

fn solvers(backend: i32) -> usize {
    let listed = Command::new("pgrep").args(["-P", &backend.to_string(), "-f", "heatsched-solver"]).output().unwrap();
    String::from_utf8_lossy(&listed.stdout).lines().count()
}

fn backend(client: &mut Client) -> i32 {
    client.query_one("SELECT pg_backend_pid()", &[]).unwrap().get(0)
}

fn wait_for_solver(backend: i32) {
    let until = Instant::now() + Duration::from_secs(20);
    while solvers(backend) == 0 {
        assert!(Instant::now() < until, "no solver starts");
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(300));
}

#[test]
fn a_cancelled_statement_ends_its_solver() {
    let database = Database::new();
    let mut planner = hard(&database);
    let (pid, cancel) = (backend(&mut planner), planner.cancel_token());
    let solving = std::thread::spawn(move || (error_of(planner.simple_query(LONG)), Instant::now()));
    wait_for_solver(pid);
    let asked = Instant::now();
    cancel.cancel_query(NoTls).unwrap();
    let (error, ended) = solving.join().unwrap();
    assert!(error.contains("canceling statement due to user request"), "{error}");
    println!("cancelled after {:?}", ended - asked);
    assert!(ended - asked < AT_ONCE);
    assert_eq!(solvers(pid), 0);
}

#[test]
fn a_statement_timeout_ends_its_solver() {
    let database = Database::new();
    let mut planner = hard(&database);
    let pid = backend(&mut planner);
    planner.batch_execute("SET statement_timeout = '1s'").unwrap();
    let begun = Instant::now();
    let error = error_of(planner.simple_query(LONG));
    println!("a timeout of 1 s ended after {:?}", begun.elapsed());
    assert!(error.contains("statement timeout"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(1) + AT_ONCE);
    assert_eq!(solvers(pid), 0);
    planner.batch_execute("SET statement_timeout = 0; SELECT 1").unwrap();
}

#[test]
fn a_killed_backend_ends_its_solver() {
    let database = Database::new();
    let mut planner = hard(&database);
    let pid = backend(&mut planner);
    let solving = std::thread::spawn(move || error_of(planner.simple_query(LONG)));
    wait_for_solver(pid);
    assert!(Command::new("kill").args(["-TERM", &pid.to_string()]).status().unwrap().success());
    assert!(solving.join().unwrap().contains("terminating connection"));
    gone(pid);
}

#[test]
fn a_client_that_goes_away_ends_its_solver() {
    let database = Database::new();
    drop(hard(&database));
    let sql = LONG.replace("simulate", "heatsched.simulate");
    let mut client =
        Command::new("psql").args([&database.dsn("planner", "default"), "-c", sql.as_str()]).spawn().unwrap();
    let sql = "SELECT pid FROM pg_stat_activity
               WHERE query ~ 'simulate_schedule' AND datname = current_database() AND pid <> pg_backend_pid()";
    let mut owner = database.owner();
    let pid: i32 = loop {
        if let Some(row) = owner.query_opt(sql, &[]).unwrap() {
            break row.get(0);
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    wait_for_solver(pid);
    client.kill().unwrap();
    client.wait().unwrap();
    gone(pid);
}

fn gone(backend: i32) {
    let asked = Instant::now();
    while solvers(backend) > 0 {
        assert!(asked.elapsed() < AT_ONCE, "the solver goes on");
        std::thread::sleep(Duration::from_millis(20));
    }
    println!("gone after {:?}", asked.elapsed());
}

#[test]
fn a_killed_solver_is_an_error_and_the_session_goes_on() {
    let database = Database::new();
    let mut planner = hard(&database);
    let pid = backend(&mut planner);
    let killing = std::thread::spawn(move || {
        wait_for_solver(pid);
        assert!(Command::new("pkill").args(["-KILL", "-P", &pid.to_string()]).status().unwrap().success());
    });
    let error = error_of(planner.simple_query(LONG));
    killing.join().unwrap();
    assert!(error.starts_with("HS9001") && error.contains("signal 9"), "{error}");
    assert_eq!(backend(&mut planner), pid);
}

#[test]
fn a_solver_keeps_to_its_memory_and_time() {
    let database = Database::new();
    drop(hard(&database));
    let role = database.role("planner", "default");
    let mut owner = database.owner();
    owner.batch_execute(&format!("ALTER ROLE {role} SET heatsched.solver_time_limit_seconds = 1")).unwrap();
    let mut planner = database.member("planner", "default");
    let error = error_of(planner.simple_query(LONG));
    assert!(error.starts_with("HS3002"), "{error}");
}
