//! `ALTER EXTENSION UPDATE` from each version whose script is kept in `tests/versions` (`.ci/with-postgres` hands them to the
//! server): the objects are those of a fresh install, the rows stay, and all of it works.

use std::collections::BTreeSet;
use std::path::Path;

use postgres::Client;
use udfs::tables::ALL;

use crate::database::Database;

#[test]
fn an_updated_extension_is_a_fresh_one_with_its_rows() {
    let versions = versions();
    assert!(!versions.is_empty());
    for version in versions {
        let database = Database::empty();
        let mut owner = database.owner();
        owner.batch_execute(&format!("CREATE EXTENSION pg_heatsched VERSION '{version}'")).unwrap();
        fill(&mut owner);
        keep(&mut owner);
        owner.batch_execute("ALTER EXTENSION pg_heatsched UPDATE").unwrap();
        assert_same_objects(&mut owner, &version);
        assert_kept(&mut owner, &version);
        use_it(&mut database.member("planner", "default"));
    }
}

fn versions() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/versions");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.map(|name| name.trim_start_matches("pg_heatsched--").trim_end_matches(".sql").to_string()).collect()
}

/// Rows of this version, as far as the older one has their columns: its own code is no longer there to make them.
fn fill(owner: &mut Client) {
    let database = Database::new();
    plan(&mut database.member("planner", "default"));
    let mut new = database.owner();
    for table in ALL.iter().map(|table| table.name).chain(["optimization_requests"]) {
        let sql = format!("SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text FROM heatsched.{table} t");
        let rows: String = new.query_one(&sql, &[]).unwrap().get(0);
        let sql = format!(
            "INSERT INTO heatsched.{table} SELECT * FROM jsonb_populate_recordset(NULL::heatsched.{table}, $1::text::jsonb)"
        );
        owner.execute(&sql, &[&rows]).unwrap();
    }
}

/// A published schedule, its next version, a run that is not published, a request that waits.
fn plan(planner: &mut Client) {
    planner
        .batch_execute(
            "SELECT count(*) FROM optimize_schedule('S-2026-01-05');
             SELECT publish_schedule(run_id) FROM current_runs;
             SELECT revise_schedule('S-2026-01-05');
             SELECT count(*) FROM optimize_schedule('S-2026-01-06');
             SELECT submit_optimization('S-2026-01-05.v2')",
        )
        .unwrap();
}

/// Tables with rows, whatever the version.
const TABLES: &str = "SELECT c.relname::text FROM pg_class c
    WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition";

fn keep(owner: &mut Client) {
    owner.batch_execute("CREATE TABLE public.kept (name text, content jsonb)").unwrap();
    for row in owner.query(TABLES, &[]).unwrap() {
        let name: String = row.get(0);
        let sql = format!("INSERT INTO public.kept SELECT '{name}', to_jsonb(t) FROM heatsched.{name} t");
        owner.batch_execute(&sql).unwrap();
    }
}

/// Columns may have been added, nothing else.
fn assert_kept(owner: &mut Client, version: &str) {
    let tables = owner.query("SELECT name, count(*) FROM public.kept GROUP BY name", &[]).unwrap();
    assert!(tables.len() > 15, "{version}: the test has rows in {} tables only", tables.len());
    for row in tables {
        let (name, before): (String, i64) = (row.get(0), row.get(1));
        let sql = format!(
            "SELECT (SELECT count(*) FROM heatsched.{name}),
                    (SELECT count(*) FROM public.kept k WHERE k.name = '{name}'
                     AND EXISTS (SELECT FROM heatsched.{name} t WHERE to_jsonb(t) @> k.content))"
        );
        let row = owner.query_one(&sql, &[]).unwrap();
        let (after, found): (i64, i64) = (row.get(0), row.get(1));
        assert_eq!((after, found), (before, before), "{version}: rows of {name}");
    }
}

fn assert_same_objects(owner: &mut Client, version: &str) {
    let fresh = Database::new();
    let (expected, found) = (catalog(&mut fresh.owner()), catalog(owner));
    let missing: Vec<_> = expected.difference(&found).collect();
    let left: Vec<_> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && left.is_empty(),
        "update from {version}\nmissing: {missing:#?}\nleft over: {left:#?}"
    );
}

fn catalog(client: &mut Client) -> BTreeSet<String> {
    // names in full
    client.batch_execute("SET search_path = pg_catalog").unwrap();
    let rows = client.query(include_str!("catalog.sql"), &[]).unwrap();
    client.batch_execute("SET search_path = heatsched, pg_catalog").unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

fn use_it(planner: &mut Client) {
    let runs = planner.query("SELECT run_id FROM optimization_runs", &[]).unwrap();
    assert_eq!(runs.len(), 2);
    for run in runs {
        let run: String = run.get(0);
        let changed = "SELECT count(*) FROM verify_provenance($1) WHERE NOT valid";
        assert_eq!(planner.query_one(changed, &[&run]).unwrap().get::<_, i64>(0), 0);
    }
    planner.batch_execute("SELECT count(*) FROM optimize_schedule('S-2026-01-05.v2')").unwrap();
    let sql = "SELECT (publish_schedule(run_id)).version FROM current_runs WHERE schedule_id = 'S-2026-01-05.v2'";
    assert_eq!(planner.query_one(sql, &[]).unwrap().get::<_, i32>(0), 2);
    let views =
        "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind = 'v'";
    for view in planner.query(views, &[]).unwrap() {
        planner.batch_execute(&format!("SELECT * FROM {}", view.get::<_, String>(0))).unwrap();
    }
}
