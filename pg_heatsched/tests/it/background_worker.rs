//! The queue planned by the server itself.

use std::process::Command;

use postgres::Client;

use crate::cluster::Cluster;
use crate::fixture;
use crate::worker::wait_for;

const SETTINGS: &str = "shared_preload_libraries = 'pg_heatsched'
heatsched.worker_database = 'plants'
heatsched.worker_role = 'planning'";

/// Members of tenant `default`, the worker of no other.
fn plants(cluster: &Cluster) -> Client {
    let mut owner = cluster.connect("postgres", "postgres").unwrap();
    owner.batch_execute("CREATE DATABASE plants").unwrap();
    let mut owner = cluster.connect("plants", "postgres").unwrap();
    owner.batch_execute("CREATE EXTENSION pg_heatsched").unwrap();
    fixture::load(&mut owner, "default");
    fixture::load(&mut owner, "other");
    owner
        .batch_execute(
            "CREATE ROLE planning LOGIN IN ROLE heatsched_planner;
             CREATE ROLE stranger LOGIN IN ROLE heatsched_planner;
             INSERT INTO tenant_members VALUES ('planning', 'default'), ('stranger', 'other')",
        )
        .unwrap();
    cluster.connect("plants", "planning").unwrap()
}

fn submit(client: &mut Client, options: &str) -> String {
    client.query_one("SELECT submit_optimization('S-2026-01-05', $1)", &[&options]).unwrap().get(0)
}

fn becomes(client: &mut Client, request: &str, status: &str) {
    wait_for(client, &format!("(SELECT status = '{status}' FROM optimization_status('{request}'))"));
}

const LONG: &str = r#"{"gap_tolerance": 0, "work_limit": 1000000000}"#;
const WORKER: &str =
    "SELECT pid FROM pg_catalog.pg_stat_activity WHERE backend_type = 'heatsched worker' AND datname = 'plants'";

#[test]
fn the_server_plans_its_queue_by_itself() {
    let cluster = Cluster::with(SETTINGS);
    let mut planner = plants(&cluster);

    let request = submit(&mut planner, "{}");
    becomes(&mut planner, &request, "solved");
    let status = planner.query_one("SELECT worker, run_id FROM optimization_status($1)", &[&request]).unwrap();
    assert_eq!(status.get::<_, String>(0), "heatsched worker");
    let run: String = status.get(1);
    let known = planner.query_one("SELECT DISTINCT run_id FROM optimize_schedule('S-2026-01-05')", &[]).unwrap();
    assert_eq!(known.get::<_, String>(0), run, "the same input is the same run");

    let mut stranger = cluster.connect("plants", "stranger").unwrap();
    let foreign = submit(&mut stranger, "{}");

    let long = submit(&mut planner, LONG);
    wait_for(&mut planner, &format!("(SELECT heartbeat_at IS NOT NULL FROM optimization_status('{long}'))"));
    assert!(planner.query_one("SELECT cancel_optimization($1)", &[&long]).unwrap().get::<_, bool>(0));
    let next = submit(&mut planner, r#"{"seed": 3}"#);
    becomes(&mut planner, &next, "solved");
    becomes(&mut planner, &long, "cancelled");
    becomes(&mut stranger, &foreign, "queued");
}

/// A server whose worker is at a request that it will not end by itself.
struct Busy {
    planner: Client,
    owner: Client,
    request: String,
    /// Its process.
    worker: i32,
}

fn busy(cluster: &Cluster) -> Busy {
    let mut planner = plants(cluster);
    let mut owner = cluster.connect("plants", "postgres").unwrap();
    let request = submit(&mut planner, LONG);
    becomes(&mut planner, &request, "running");
    let worker = owner.query_one(WORKER, &[]).unwrap().get(0);
    Busy { planner, owner, request, worker }
}

#[test]
fn a_worker_that_is_stopped_gives_its_request_back_and_is_started_again() {
    let cluster = Cluster::with(SETTINGS);
    let Busy { mut planner, mut owner, request, worker } = busy(&cluster);
    assert!(owner.query_one("SELECT pg_catalog.pg_terminate_backend($1, 5000)", &[&worker]).unwrap().get::<_, bool>(0));
    let again = format!(
        "(SELECT status = 'queued' AND attempts = 0 OR worker IS NOT NULL FROM optimization_status('{request}'))"
    );
    wait_for(&mut planner, &again);
    wait_for(&mut owner, &format!("EXISTS ({WORKER} AND pid <> {worker})"));
    becomes(&mut planner, &request, "running");
    let attempts = planner.query_one("SELECT attempts FROM optimization_status($1)", &[&request]).unwrap();
    assert_eq!(attempts.get::<_, i32>(0), 1, "given back, it counts as not taken");
    planner.query_one("SELECT cancel_optimization($1)", &[&request]).unwrap();
}

#[test]
fn a_solver_that_is_killed_leaves_its_request_to_another_try() {
    let cluster = Cluster::with(SETTINGS);
    let Busy { mut planner, mut owner, request, worker } = busy(&cluster);
    let killed = Command::new("pkill").args(["-KILL", "-P", &worker.to_string(), "heatsched-solve"]).status().unwrap();
    assert!(killed.success());
    let next = submit(&mut planner, "{}");
    becomes(&mut planner, &next, "solved");
    becomes(&mut planner, &request, "running");
    let still: i32 = owner.query_one(WORKER, &[]).unwrap().get(0);
    assert_eq!(still, worker, "the worker goes on");
}
