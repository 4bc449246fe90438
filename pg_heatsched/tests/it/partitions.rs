//! Runs are kept by month, and the months make themselves.

use postgres::Client;

use crate::database::{Database, error_of};

const MONTHS: &str = "SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'heatsched.optimization_runs'::regclass ORDER BY 1";

fn months(client: &mut Client) -> Vec<String> {
    let rows = client.query(MONTHS, &[]).unwrap();
    rows.iter().map(|row| row.get::<_, String>(0).replace("optimization_runs_", "")).collect()
}

fn schedule_on(date: &str) -> String {
    format!(
        "INSERT INTO schedules SELECT (jsonb_populate_record(s, jsonb_build_object('schedule_id', 'S-{date}', 'schedule_date', '{date}'))).*
         FROM schedules s WHERE schedule_id = 'S-2026-01-05'"
    )
}

#[test]
fn the_first_schedule_of_a_month_makes_its_partition_and_those_ahead() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    assert_eq!(months(&mut planner), ["2026_01", "2026_02", "2026_03"]);
    planner.batch_execute(&schedule_on("2026-12-31")).unwrap();
    planner
        .batch_execute("UPDATE schedules SET schedule_date = '2027-06-01' WHERE schedule_id = 'S-2026-12-31'")
        .unwrap();
    let made = ["2026_01", "2026_02", "2026_03", "2026_12", "2027_01", "2027_02", "2027_06", "2027_07", "2027_08"];
    assert_eq!(months(&mut planner), made);
    planner.batch_execute("SELECT count(*) FROM optimize_schedule('S-2026-01-05')").unwrap();
    let sql = "SELECT DISTINCT tableoid::regclass::text FROM optimization_runs";
    assert_eq!(planner.query_one(sql, &[]).unwrap().get::<_, String>(0), "optimization_runs_2026_01");
}

#[test]
fn sessions_that_need_one_month_at_once_make_it_once() {
    let database = Database::new();
    let mut first = database.member("planner", "default");
    let mut second = database.member("planner", "default");
    let mut transaction = first.transaction().unwrap();
    transaction.batch_execute(&schedule_on("2026-01-20")).unwrap();
    // made ahead: it needs no partition, and waits for nobody
    second.batch_execute(&schedule_on("2026-02-20")).unwrap();
    transaction.batch_execute(&schedule_on("2026-09-01")).unwrap();
    let other = std::thread::spawn(move || second.batch_execute(&schedule_on("2026-09-02")).map(|()| second));
    std::thread::sleep(std::time::Duration::from_millis(300));
    transaction.commit().unwrap();
    let mut second = other.join().unwrap().unwrap();
    let september = "SELECT count(*) FROM schedules WHERE schedule_date BETWEEN '2026-09-01' AND '2026-09-30'";
    assert_eq!(second.query_one(september, &[]).unwrap().get::<_, i64>(0), 2);
}

#[test]
fn a_partition_shows_nothing_by_its_own_name() {
    let database = Database::new();
    let mut admin = database.member("admin", "default");
    admin.batch_execute("SELECT count(*) FROM optimize_schedule('S-2026-01-05')").unwrap();
    for sql in [
        "SELECT FROM optimization_runs_2026_01",
        "DELETE FROM optimization_runs_2026_01",
        "SELECT make_partition('2030-01-01')",
    ] {
        assert!(error_of(admin.simple_query(sql)).starts_with("permission denied"), "{sql}");
    }
}

#[test]
fn partitions_go_with_the_extension() {
    let database = Database::new();
    let mut owner = database.owner();
    owner.batch_execute("DROP EXTENSION pg_heatsched CASCADE; DROP SCHEMA heatsched").unwrap();
}
