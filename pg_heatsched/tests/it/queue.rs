//! The queue as clients and workers call it, without a worker.

use postgres::Client;

use crate::database::{Database, error_of};

fn submit(client: &mut Client, schedule: &str) -> String {
    client.query_one("SELECT submit_optimization($1)", &[&schedule]).unwrap().get(0)
}

fn take(client: &mut Client, stale_after: &str) -> Option<(String, i32, String)> {
    let sql = "SELECT * FROM take_optimization('test', $1::text::interval)";
    client.query_opt(sql, &[&stale_after]).unwrap().map(|row| (row.get(0), row.get(1), row.get(2)))
}

fn finish(client: &mut Client, request: &str, attempt: i32, answer: &str) -> Option<String> {
    client.query_one("SELECT finish_optimization($1, $2, $3)", &[&request, &attempt, &answer]).unwrap().get(0)
}

fn status(client: &mut Client, request: &str) -> (String, Option<String>) {
    let row = client.query_one("SELECT status, error FROM optimization_status($1)", &[&request]).unwrap();
    (row.get(0), row.get(1))
}

#[test]
fn a_request_is_taken_once_and_again_when_its_worker_is_silent() {
    let database = Database::new();
    let (mut planner, mut other) = (database.member("planner", "default"), database.member("planner", "default"));
    let request = submit(&mut planner, "S-2026-01-05");
    assert_eq!(submit(&mut planner, "S-2026-01-05"), request, "the same wish is one request");
    let (taken, attempt, line) = take(&mut planner, "1 minute").expect("a request");
    assert_eq!((taken.as_str(), attempt), (request.as_str(), 1));
    assert!(line.starts_with("{\"problem\""));
    assert!(take(&mut other, "1 minute").is_none(), "its worker is at it");
    let (_, attempt, _) = take(&mut other, "0 s").expect("taken over");
    assert_eq!(attempt, 2);
    let report = "SELECT report_optimization($1, $2, 200.5, 150, 0.25)";
    assert!(!planner.query_one(report, &[&request, &1]).unwrap().get::<_, bool>(0), "no longer the first one's");
    assert!(other.query_one(report, &[&request, &2]).unwrap().get::<_, bool>(0));
    assert_eq!(finish(&mut planner, &request, 1, "late"), Some("running".to_string()));
    take(&mut planner, "0 s").expect("the third attempt");
    assert!(take(&mut planner, "0 s").is_none());
    let (status, error) = status(&mut planner, &request);
    assert_eq!(status, "failed");
    assert!(error.unwrap().contains("3 workers stopped"));
}

#[test]
fn two_transactions_never_take_the_same_request() {
    let database = Database::new();
    let (mut first, mut second) = (database.member("planner", "default"), database.member("planner", "default"));
    let requests = [submit(&mut first, "S-2026-01-05"), submit(&mut first, "S-2026-01-06")];
    let (mut one, mut two) = (first.transaction().unwrap(), second.transaction().unwrap());
    let sql = "SELECT request_id FROM take_optimization('test')";
    let taken = [one.query_one(sql, &[]).unwrap().get::<_, String>(0), two.query_one(sql, &[]).unwrap().get(0)];
    assert_eq!(taken, requests);
    assert!(two.query_opt(sql, &[]).unwrap().is_none());
    one.rollback().unwrap();
    assert_eq!(two.query_one(sql, &[]).unwrap().get::<_, String>(0), requests[0], "a worker that dies holds nothing");
}

#[test]
fn what_cannot_be_planned_is_refused_at_once() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    for (schedule, options, code) in
        [("nope", "{}", "HS1009"), ("S-2026-01-05", "[", "HS1001"), ("S-2026-01-05", "{\"gpa\": 1}", "HS1002")]
    {
        let refused = planner.query_one("SELECT submit_optimization($1, $2)", &[&schedule, &options]);
        assert!(error_of(refused).starts_with(code), "{schedule} {options}");
    }
    assert!(planner.query("SELECT FROM optimization_status()", &[]).unwrap().is_empty());
    let null: Option<String> = planner.query_one("SELECT submit_optimization(NULL)", &[]).unwrap().get(0);
    assert_eq!(null, None);
}

#[test]
fn an_answer_that_is_none_fails_the_request_and_stores_nothing() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    let issues = r#"{"issues": [{"code": "HS9001", "severity": "error", "message": "out of memory"}]}"#;
    for (answer, told) in [("garbage", "HS9001"), ("{\"progress\": {}}", "HS9001"), (issues, "out of memory")] {
        let request = submit(&mut planner, "S-2026-01-05");
        let (_, attempt, _) = take(&mut planner, "1 minute").expect("a request");
        assert_eq!(finish(&mut planner, &request, attempt, answer), Some("failed".to_string()));
        let (status, error) = status(&mut planner, &request);
        assert_eq!(status, "failed");
        assert!(error.as_deref().is_some_and(|error| error.contains(told)), "{answer}: {error:?}");
        let result = planner.query("SELECT * FROM optimization_result($1)", &[&request]);
        assert!(error_of(result).starts_with("HS1602"));
    }
    assert!(planner.query("SELECT FROM optimization_runs", &[]).unwrap().is_empty());
}

#[test]
fn a_request_is_cancelled_or_given_back() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    let request = submit(&mut planner, "S-2026-01-05");
    take(&mut planner, "1 minute").expect("a request");
    let release = "SELECT release_optimization($1, 1)";
    assert!(planner.query_one(release, &[&request]).unwrap().get::<_, bool>(0));
    assert_eq!(take(&mut planner, "1 minute").map(|(_, attempt, _)| attempt), Some(1), "it does not count");
    let cancel = "SELECT cancel_optimization($1)";
    assert!(planner.query_one(cancel, &[&request]).unwrap().get::<_, bool>(0));
    assert!(!planner.query_one(cancel, &[&request]).unwrap().get::<_, bool>(0));
    assert_eq!(finish(&mut planner, &request, 1, "late"), Some("cancelled".to_string()));
    assert!(take(&mut planner, "0 s").is_none());
}

#[test]
fn what_has_been_solved_is_found_again() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    planner.query("SELECT * FROM optimize_schedule('S-2026-01-05')", &[]).unwrap();
    let request = submit(&mut planner, "S-2026-01-05");
    assert!(take(&mut planner, "1 minute").is_none());
    assert_eq!(status(&mut planner, &request).0, "solved");
    let sql = "SELECT r.job_id, r.energy_cost, a.energy_cost FROM optimization_result($1) r
               JOIN schedule_assignments a USING (tenant_id, run_id, schedule_kind, assignment_id)";
    assert_eq!(planner.query(sql, &[&request]).unwrap().len(), 2);
}
