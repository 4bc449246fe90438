//! `load_file` and `export_file`: files of the server.

use std::path::PathBuf;

use postgres::Client;

use crate::database::{Database, error_of};

/// A folder that the server reads and writes.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

/// An admin of the tenant, with the rights that files need.
fn loader(database: &Database, tenant: &str) -> Client {
    let client = database.member("admin", tenant);
    let role = database.role("admin", tenant);
    let sql = format!("GRANT pg_read_server_files, pg_write_server_files TO {role}");
    database.owner().batch_execute(&sql).unwrap();
    client
}

const JOBS: &str = "\
job_id,site_id,product_name,heating_requirement_kwh,duration_minutes,earliest_start,latest_end,priority
L-1,plant-a,Axle,300.123456,120,2031-01-06 08:00,2031-01-06 18:00,2
L-2,plant-a,\"Gear, large\",200,60,2031-01-06 09:00,2031-01-06 20:00,1
";
/// Times without an offset are those of the site.
const OF_SITE: &str = r#"{"site_id": "plant-a"}"#;
const BAD_JOBS: &str = "\
job_id,site_id,product_name,heating_requirement_kwh,duration_minutes,earliest_start,latest_end,priority
L-3,plant-a,Axle,300,120,2031-01-06 08:00,2031-01-06 18:00,2
L-4,plant-a,Gear,200,0,2031-01-06 09:00,2031-01-06 20:00,1
L-5,plant-a,Broth,much,60,yesterday,2031-01-06 20:00,1
";

fn count(client: &mut Client, sql: &str) -> i64 {
    client.query_one(&format!("SELECT count(*) FROM {sql}"), &[]).unwrap().get(0)
}

#[test]
fn a_file_is_loaded_once_however_often() {
    let (database, folder) = (Database::new(), Folder::new());
    let mut admin = loader(&database, "default");
    let path = folder.write("jobs.csv", JOBS);
    for _ in 0..2 {
        let rows = admin.query("SELECT * FROM load_file($1, options => $2)", &[&path, &OF_SITE]).unwrap();
        let rows: Vec<(&str, i64, i64)> = rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
        assert_eq!(rows, [("schedules", 1, 0), ("production_jobs", 2, 0)]);
    }
    let job = "SELECT heating_requirement_kwh::text, product_name, tenant_id, source_system FROM production_jobs WHERE job_id LIKE 'L-_' ORDER BY job_id";
    let rows = admin.query(job, &[]).unwrap();
    let text = |row: usize, column: usize| rows[row].get::<_, &str>(column);
    assert_eq!((rows.len(), text(0, 0), text(1, 1)), (2, "300.123456", "Gear, large"));
    assert_eq!((text(0, 2), text(0, 3)), ("default", "csv"));
    let written = "audit_log WHERE table_name = 'production_jobs' AND row_identity ->> 'job_id' = 'L-1'";
    assert_eq!(count(&mut admin, written), 1, "the second time changed nothing");
}

#[test]
fn all_problems_are_told_at_once_and_nothing_is_stored() {
    let (database, folder) = (Database::new(), Folder::new());
    let mut admin = loader(&database, "default");
    let path = folder.write("jobs.csv", BAD_JOBS);
    let error = admin.query("SELECT * FROM load_file($1, options => $2)", &[&path, &OF_SITE]).err().unwrap();
    let error = error.as_db_error().unwrap();
    let detail = error.detail().unwrap();
    for part in [
        "HS1101: jobs.csv[3].duration_minutes",
        "jobs.csv[4].heating_requirement_kwh: \"much\" is not a number",
        "jobs.csv[4].earliest_start: \"yesterday\"",
    ] {
        assert!(detail.contains(part), "{part}: {detail}");
    }
    assert_eq!(count(&mut admin, "production_jobs WHERE job_id LIKE 'L-_'"), 0);

    let mut transaction = admin.transaction().unwrap();
    let load = "SELECT accepted, quarantined FROM load_file($1, 'production_jobs', '{\"site_id\": \"plant-a\", \"bad_rows\": \"quarantine\"}')
                WHERE table_name = 'production_jobs'";
    let row = transaction.query_one(load, &[&path]).unwrap();
    assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (1, 2));
    let kept = "SELECT record_key, reason_code, detail, raw FROM connector_quarantine ORDER BY record_key";
    let rows = transaction.query(kept, &[]).unwrap();
    let text = |row: usize, column: usize| rows[row].get::<_, &str>(column);
    assert_eq!((rows.len(), text(0, 0), text(0, 1), text(1, 0)), (2, "jobs.csv:3", "HS1101", "jobs.csv:4"));
    assert!(text(1, 2).contains("\"much\" is not a number") && text(1, 3).contains("Broth"), "{}", text(1, 2));
    transaction.rollback().unwrap();
    assert_eq!(count(&mut admin, "production_jobs WHERE job_id = 'L-3'"), 0, "it belongs to the transaction");
    assert_eq!(count(&mut admin, "connector_quarantine"), 0);

    for (sql, code) in [
        ("SELECT load_file('/nowhere/jobs.csv')", "HS4001"),
        ("SELECT load_file('/dev/zero', 'production_jobs', '{\"format\": \"csv\"}')", "HS4001"),
        ("SELECT load_file('jobs.csv')", "HS1005"),
        ("SELECT load_file('/etc/passwd', 'nothing')", "HS4001"),
        ("SELECT load_file('/etc/passwd', 'sites', '{\"formt\": \"csv\"}')", "HS1010"),
        ("SELECT load_file('/etc/passwd', 'sites', '{\"format\": \"cvs\"}')", "HS1005"),
        ("SELECT load_file('/etc/passwd', 'sites', 'x')", "HS1001"),
        ("SELECT export_file('/nowhere/x.parquet', 'sites')", "HS4001"),
        ("SELECT export_file('/tmp/x.parquet', 'nothing')", "HS1009"),
    ] {
        let refused = error_of(admin.query(sql, &[]));
        let code = if sql.contains("'nothing')") { "HS1009" } else { code };
        assert!(refused.starts_with(code), "{sql}: {refused}");
    }
    assert!(admin.query("SELECT * FROM load_file(NULL)", &[]).unwrap().is_empty());
    assert_eq!(admin.query_one("SELECT export_file(NULL, 'sites')", &[]).unwrap().get::<_, Option<i64>>(0), None);
}

#[test]
fn what_is_written_as_parquet_is_read_again() {
    let (database, folder) = (Database::new(), Folder::new());
    let (mut admin, path) = (loader(&database, "default"), folder.path("site_load.parquet").display().to_string());
    admin
        .batch_execute("INSERT INTO site_load VALUES ('default', 'plant-a', '2032-01-01Z', '2032-01-01 00:15Z', 12.345678, 's', 'r', 'h')")
        .unwrap();
    let rows = count(&mut admin, "site_load");
    assert_eq!(admin.query_one("SELECT export_file($1, 'site_load')", &[&path]).unwrap().get::<_, i64>(0), rows);
    let mut values = || -> Vec<String> {
        let sql = "SELECT ROW(site_id, start, \"end\", kw)::text FROM site_load ORDER BY 1";
        admin.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
    };
    let before = values();
    database.owner().batch_execute("DELETE FROM heatsched.site_load").unwrap();
    let mut again = database.member("admin", "default");
    let row = again.query_one("SELECT table_name, accepted FROM load_file($1)", &[&path]).unwrap();
    assert_eq!((row.get::<_, &str>(0), row.get::<_, i64>(1)), ("site_load", rows));
    assert_eq!(values(), before, "decimals and times as they were");
    // results have hashes of their own
    let path = folder.path("runs.parquet").display().to_string();
    again.query("SELECT export_file($1, 'optimization_runs')", &[&path]).unwrap();
    let refused = error_of(again.query("SELECT load_file($1, 'optimization_runs')", &[&path]));
    assert!(refused.starts_with("HS3003"), "{refused}");
}

#[test]
fn only_roles_that_may_use_the_servers_files_do() {
    let (database, folder) = (Database::new(), Folder::new());
    let path = folder.write("jobs.csv", JOBS);
    let out = folder.path("out.parquet").display().to_string();
    let mut admin = database.member("admin", "default");
    let refused = error_of(admin.query("SELECT load_file($1)", &[&path]));
    assert!(refused.contains("no member of pg_read_server_files"), "{refused}");
    let refused = error_of(admin.query("SELECT export_file($1, 'sites')", &[&out]));
    assert!(refused.contains("no member of pg_write_server_files"), "{refused}");
    let mut planner = database.member("planner", "default");
    let role = database.role("planner", "default");
    database.owner().batch_execute(&format!("GRANT pg_read_server_files TO {role}")).unwrap();
    let refused = error_of(planner.query("SELECT load_file($1)", &[&path]));
    assert!(refused.contains("permission denied for function load_file"), "{refused}");
    assert!(!std::path::Path::new(&out).exists());

    crate::fixture::load(&mut database.owner(), "secret");
    let mut secret = loader(&database, "secret");
    secret.query("SELECT load_file($1, options => $2)", &[&path, &OF_SITE]).unwrap();
    assert_eq!(count(&mut admin, "production_jobs WHERE job_id = 'L-1'"), 0, "rows are the caller's tenant's");
    let sites = count(&mut secret, "sites");
    assert_eq!(secret.query_one("SELECT export_file($1, 'sites')", &[&out]).unwrap().get::<_, i64>(0), sites);
}
