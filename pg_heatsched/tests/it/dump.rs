//! `pg_dump` and restore keep everything, and what is restored works.

use std::process::{Command, Stdio};

use postgres::Client;

use crate::database::Database;

const TABLES: &str = "SELECT relname::text FROM pg_class WHERE relnamespace = 'heatsched'::regnamespace AND relkind = 'r' AND relname <> 'audit_log' ORDER BY 1";

/// A hash of all rows of each table.
fn content(client: &mut Client) -> Vec<(String, String)> {
    let tables: Vec<String> = client.query(TABLES, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    let hash = |client: &mut Client, table: &str| {
        let sql =
            format!("SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM heatsched.{table} t");
        client.query_one(&sql, &[]).unwrap().get(0)
    };
    tables.into_iter().map(|table| (table.clone(), hash(client, &table))).collect()
}

#[test]
fn a_restored_database_is_the_same() {
    let database = Database::new();
    let mut planner = database.member("planner", "default");
    planner.batch_execute("SELECT count(*) FROM optimize_schedule('S-2026-01-05')").unwrap();
    planner
        .batch_execute(
            "SELECT publish_schedule(run_id) FROM current_runs; SELECT revise_schedule('S-2026-01-05');
             SELECT submit_optimization('S-2026-01-06')",
        )
        .unwrap();
    let before = content(&mut database.owner());
    assert!(before.iter().filter(|(_, hash)| !hash.is_empty()).count() > 15);
    let logged = "SELECT count(*) FROM heatsched.audit_log";
    let entries: i64 = database.owner().query_one(logged, &[]).unwrap().get(0);
    let restored = Database::empty();
    let mut dump = Command::new("pg_dump").args(["-Fc", &database.owner_dsn()]).stdout(Stdio::piped()).spawn().unwrap();
    let restore = Command::new("pg_restore")
        .args(["--exit-on-error", "--dbname", &restored.owner_dsn()])
        .stdin(dump.stdout.take().unwrap())
        .output()
        .unwrap();
    assert!(dump.wait().unwrap().success());
    assert!(restore.status.success(), "{}", String::from_utf8_lossy(&restore.stderr));
    assert_eq!(content(&mut restored.owner()), before);
    let kept: i64 = restored.owner().query_one(logged, &[]).unwrap().get(0);
    assert!(kept >= entries, "the log has what it had, and that it was restored");
    let mut owner = restored.owner();
    owner.batch_execute("SET heatsched.tenant_id = 'default'").unwrap();
    let run: String = owner.query_one("SELECT run_id FROM current_runs", &[]).unwrap().get(0);
    let valid = "SELECT count(*) FROM verify_provenance($1) WHERE NOT valid";
    assert_eq!(owner.query_one(valid, &[&run]).unwrap().get::<_, i64>(0), 0);
}
