//! Draft, optimized, published, and what comes after.

use postgres::Client;

use crate::database::{Database, error_of};

fn plan(client: &mut Client, schedule: &str) -> String {
    client.query("SELECT * FROM optimize_schedule($1::text)", &[&schedule]).unwrap();
    let sql = "SELECT run_id FROM current_runs WHERE schedule_id = $1";
    client.query_one(sql, &[&schedule]).unwrap().get(0)
}

fn status(client: &mut Client, schedule: &str) -> String {
    client.query_one("SELECT status FROM schedules WHERE schedule_id = $1", &[&schedule]).unwrap().get(0)
}

#[test]
fn a_published_schedule_does_not_change() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    assert_eq!(status(&mut planner, "S-2026-01-05"), "draft");
    let run = plan(&mut planner, "S-2026-01-05");
    assert_eq!(status(&mut planner, "S-2026-01-05"), "optimized");
    for _ in 0..2 {
        let version: i32 = planner.query_one("SELECT version FROM publish_schedule($1)", &[&run]).unwrap().get(0);
        assert_eq!(version, 1, "published twice is published once");
    }
    assert_eq!(status(&mut planner, "S-2026-01-05"), "published");
    for change in [
        "UPDATE schedules SET status = 'draft' WHERE schedule_id = 'S-2026-01-05'",
        "UPDATE production_jobs SET priority = 1 WHERE schedule_id = 'S-2026-01-05'",
        "DELETE FROM production_jobs WHERE schedule_id = 'S-2026-01-05'",
        "INSERT INTO production_jobs SELECT (jsonb_populate_record(j, '{\"job_id\": \"late\"}')).* FROM production_jobs j
         WHERE schedule_id = 'S-2026-01-05' LIMIT 1",
        "UPDATE schedule_versions SET published_run_id = NULL, published_at = NULL, published_by = NULL",
        "DELETE FROM schedule_versions",
        "UPDATE optimization_runs SET solver = 'other'",
        "DELETE FROM schedule_assignments",
        "UPDATE cost_lines SET amount = 0",
        "DELETE FROM load_profile",
        "UPDATE equipment_runs SET start_counted = false",
        "SELECT delete_schedule('S-2026-01-05')",
        "SELECT * FROM optimize_schedule('S-2026-01-05', '{\"seed\": 9}')",
    ] {
        let refused = error_of(planner.simple_query(change));
        assert!(refused.starts_with("HS1601"), "{change}: {refused}");
    }
    let valid = "SELECT count(*) FROM verify_provenance($1) WHERE NOT valid";
    assert_eq!(planner.query_one(valid, &[&run]).unwrap().get::<_, i64>(0), 0);
}

#[test]
fn a_correction_is_a_new_version() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    let run = plan(&mut planner, "S-2026-01-05");
    assert!(error_of(planner.query("SELECT revise_schedule('S-2026-01-05')", &[])).starts_with("HS1009"));
    planner.execute("SELECT publish_schedule($1)", &[&run]).unwrap();
    let revised: String = planner.query_one("SELECT revise_schedule('S-2026-01-05')", &[]).unwrap().get(0);
    assert_eq!(revised, "S-2026-01-05.v2");
    assert_eq!(status(&mut planner, &revised), "draft");
    let current = "SELECT schedule_id, version FROM current_runs WHERE schedule_status = 'published'";
    assert_eq!(planner.query_one(current, &[]).unwrap().get::<_, i32>(1), 1, "the first one holds until then");
    let second = plan(&mut planner, &revised);
    planner.execute("SELECT publish_schedule($1)", &[&second]).unwrap();
    let row = planner.query_one(current, &[]).unwrap();
    assert_eq!((row.get(0), row.get(1)), (revised.clone(), 2));
    let third: String = planner.query_one("SELECT revise_schedule($1)", &[&revised]).unwrap().get(0);
    assert_eq!(third, "S-2026-01-05.v3");
    let costs = "SELECT count(DISTINCT total_cost) FROM optimization_runs";
    assert_eq!(planner.query_one(costs, &[]).unwrap().get::<_, i64>(0), 1, "the same jobs, the same plan");
}

#[test]
fn two_runs_are_not_both_published() {
    let database = Database::new();
    let (mut planner, mut other) = (database.member("planner", "default"), database.member("planner", "default"));
    let first = plan(&mut planner, "S-2026-01-05");
    planner.query("SELECT * FROM optimize_schedule('S-2026-01-05', '{\"seed\": 9}')", &[]).unwrap();
    let sql = "SELECT run_id FROM optimization_runs WHERE run_id <> $1";
    let second: String = planner.query_one(sql, &[&first]).unwrap().get(0);
    let mut publishing = planner.transaction().unwrap();
    publishing.execute("SELECT publish_schedule($1)", &[&first]).unwrap();
    let waiting = std::thread::spawn(move || error_of(other.query("SELECT publish_schedule($1)", &[&second])));
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(!waiting.is_finished(), "the second one waits for the first");
    publishing.commit().unwrap();
    assert!(waiting.join().unwrap().starts_with("HS1601"));
}

#[test]
fn a_schedule_that_is_not_published_can_be_deleted() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    plan(&mut planner, "S-2026-01-05");
    planner.execute("SELECT submit_optimization('S-2026-01-05', '{\"seed\": 3}')", &[]).unwrap();
    assert!(planner.query_one("SELECT delete_schedule('S-2026-01-05')", &[]).unwrap().get::<_, bool>(0));
    for table in ["optimization_runs", "cost_lines", "load_profile", "optimization_requests"] {
        assert!(planner.query(&format!("SELECT FROM {table}"), &[]).unwrap().is_empty(), "{table}");
    }
    assert!(error_of(planner.query("SELECT delete_schedule('S-2026-01-05')", &[])).starts_with("HS1009"));
    assert!(error_of(planner.query("SELECT publish_schedule('gone')", &[])).starts_with("HS1009"));
}
