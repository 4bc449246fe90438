//! `heatsched sync` between databases and a warehouse.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use postgres::Client;
use udfs::tables::{ALL, Table};

use crate::database::Database;
use crate::fixture;
use crate::warehouse::Warehouse;

/// All rows of each table as text, but for what a place keeps of its own syncs.
fn content(client: &mut Client) -> BTreeMap<&'static str, Vec<String>> {
    let rows = |client: &mut Client, table: &Table| {
        let columns: Vec<String> = table.columns.iter().map(|column| format!("t.\"{}\"", column.name)).collect();
        let others = if table.column("job").is_some() { "job <> 'sync'" } else { "true" };
        let sql = format!("SELECT ROW({})::text FROM {} t WHERE {others} ORDER BY 1", columns.join(", "), table.name);
        client.query(&sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
    };
    // publications stay where they were made
    let tables = ALL.iter().filter(|table| table.name != "schedule_versions");
    tables.map(|table| (table.name, rows(client, table))).collect()
}

/// A database with the extension, and a member's address.
fn receiver(group: &str, tenant: &str) -> (Database, String) {
    let database = Database::empty();
    database.owner().batch_execute("CREATE EXTENSION pg_heatsched").unwrap();
    drop(database.member(group, tenant));
    let dsn = database.dsn(group, tenant);
    (database, dsn)
}

/// A database with plans, a published schedule, and a row in every table.
fn full() -> (Database, String) {
    let database = Database::new();
    let mut admin = database.member("admin", "default");
    admin
        .batch_execute(
            "SELECT count(*) FROM optimize_schedule(ARRAY['S-2026-01-05', 'S-2026-01-06']);
             SELECT count(*) FROM optimize_schedule('S-2026-01-05',
                 (SELECT format('{\"previous_run_id\": \"%s\", \"seed\": 7}', run_id) FROM optimization_runs WHERE schedule_id = 'S-2026-01-05'));
             SELECT publish_schedule(min(run_id)) FROM optimization_runs WHERE schedule_id = 'S-2026-01-06';
             SELECT revise_schedule('S-2026-01-06');",
        )
        .unwrap();
    admin
        .batch_execute(
            r"INSERT INTO sites VALUES ('default', 'plant-ü', E'tab\there, new\nline, back\\slash, \'quote\' \\N', 'Europe/Berlin', 'EUR',
                  999999999999.999999, '', 'test', '', 'x');
              INSERT INTO site_load VALUES ('default', 'plant-ü', '0001-01-01Z', '2026-01-01 00:00:00.000001Z', -0.000001, 'test', '1', 'x'),
                  ('default', 'plant-ü', '2026-03-29 01:00Z', '9999-12-31 23:59:59.999999Z', 0, 'test', '2', 'x');
              INSERT INTO equipment_availability SELECT tenant_id, site_id, equipment_id, '2031-01-01Z', '2031-01-02Z', 'repair', 'test', '1', 'x' FROM heating_equipment;
              INSERT INTO equipment_status SELECT tenant_id, site_id, equipment_id, '2026-01-01 00:00:00.123456Z', 'online', NULL, 1.5, 'test', '1', 'x' FROM heating_equipment;
              INSERT INTO workforce_shifts VALUES ('default', 'plant-a', 'early', '2031-01-01 05:00Z', '2031-01-01 13:00Z', 3, 'test', '1', 'x');
              INSERT INTO connector_runs VALUES ('default', 'r1', 'erp', 'sap', now(), NULL, 'running', 1, 2, 3, 4, 5, 6, 7, 8, 9, '{}', NULL, NULL, '0.1.0');
              INSERT INTO connector_state VALUES ('default', 'erp', 'orders', '', '2026-01-05', now(), 'r1');
              INSERT INTO connector_quarantine VALUES ('default', 'erp', 'orders', 'k', 'HS1004', 'd', '{}', 1, now(), now(), NULL, 'r1');
              INSERT INTO connector_payloads VALUES ('default', 'r1', 1, 'erp', 'orders', 'file', 'abc', 10, now())",
        )
        .unwrap();
    let dsn = database.dsn("admin", "default");
    (database, dsn)
}

#[test]
fn rows_come_through_a_warehouse_into_another_database_as_they_are() {
    let (from, from_dsn) = full();
    let (to, to_dsn) = receiver("admin", "default");
    let warehouse = Warehouse::new();
    let sent = content(&mut from.owner());
    let empty: Vec<&str> = sent.iter().filter(|(_, rows)| rows.is_empty()).map(|(name, _)| *name).collect();
    assert!(empty.len() <= 2, "nearly all tables have rows: {empty:?}");

    let dry = warehouse.sync("--from", &from_dsn, &["--dry-run"]).done();
    assert_eq!(warehouse.query("SELECT count(*) FROM optimization_runs"), "0");
    let pulled = warehouse.sync("--from", &from_dsn, &[]).done();
    assert_eq!(dry.tables, pulled.tables, "a dry run counts what would be done");
    let rows: u64 = sent.values().map(|rows| rows.len() as u64).sum();
    assert_eq!(pulled.sum(), [rows, rows, 0, 0, 0, 0]);

    let dry = warehouse.sync("--to", &to_dsn, &["--dry-run"]).done();
    assert!(content(&mut to.owner()).values().all(Vec::is_empty));
    let pushed = warehouse.sync("--to", &to_dsn, &[]).done();
    assert_eq!(dry.tables, pushed.tables);
    assert_eq!(pushed.sum(), [rows, rows, 0, 0, 0, 0]);
    assert_eq!(content(&mut to.owner()), sent);

    let run: String = to.owner().query_one("SELECT min(run_id) FROM optimization_runs", &[]).unwrap().get(0);
    let mut reader = to.member("viewer", "default");
    let valid = "SELECT count(*) FROM verify_provenance($1) WHERE NOT valid";
    assert_eq!(reader.query_one(valid, &[&run]).unwrap().get::<_, i64>(0), 0, "hashes hold after the journey");

    for (direction, dsn) in [("--from", &from_dsn), ("--to", &to_dsn), ("--from", &to_dsn), ("--to", &to_dsn)] {
        let [read, added, changed, .., refused] = warehouse.sync(direction, dsn, &[]).done().sum();
        assert_eq!([added, changed, refused], [0; 3], "{direction}: the same again changes nothing");
        // of a database that was not read before all rows are, once
        assert!(read <= rows / 4 || dsn == &to_dsn && read == rows, "{direction}: {read} of {rows}");
    }
    let all = warehouse.sync("--to", &to_dsn, &["--all"]).done().sum();
    assert_eq!(all, [rows, 0, 0, rows, 0, 0], "all rows are compared where that is wanted");
    assert_eq!(warehouse.sync("--from", &from_dsn, &["--all"]).done().sum(), [rows, 0, 0, rows, 0, 0]);
}

#[test]
fn only_what_has_changed_is_read() {
    let (from, from_dsn) = full();
    let (to, to_dsn) = receiver("admin", "default");
    let warehouse = Warehouse::new();
    warehouse.sync("--from", &from_dsn, &[]).done();
    warehouse.sync("--to", &to_dsn, &[]).done();
    // one that is still open when the next sync reads, and one that is done
    let (mut late, mut planner) = (from.member("admin", "default"), from.member("admin", "default"));
    let mut open = late.transaction().unwrap();
    open.batch_execute(
        "UPDATE tariffs SET tariff_name = 'late' WHERE tariff_id = (SELECT min(tariff_id) FROM tariffs)",
    )
    .unwrap();
    planner.batch_execute("UPDATE sites SET demand_limit_kw = 1234.5 WHERE site_id = 'plant-a'").unwrap();
    let pulled = warehouse.sync("--from", &from_dsn, &[]).done();
    let rows: u64 = content(&mut from.owner()).values().map(|rows| rows.len() as u64).sum();
    // transactions of other databases keep some more rows in sight
    let [read, added, changed, ..] = pulled.sum();
    assert!(pulled.tables["sites"][2] == 1 && read < rows / 4, "{read} of {rows}");
    assert_eq!([added, changed], [0, 1]);
    open.commit().unwrap();
    let pulled = warehouse.sync("--from", &from_dsn, &[]).done();
    assert_eq!(pulled.tables["tariffs"][2], 1, "a transaction that was open is not missed");
    assert_eq!(pulled.sum()[2], 1);

    let sites = u64::try_from(from.owner().query("SELECT FROM sites", &[]).unwrap().len()).unwrap();
    let pushed = warehouse.sync("--to", &to_dsn, &["--tables", "sites"]).done();
    assert_eq!(pushed.tables, BTreeMap::from([("sites".to_string(), [sites, 0, 1, sites - 1, 0, 0])]));
    let pushed = warehouse.sync("--to", &to_dsn, &[]).done();
    assert_eq!((pushed.tables["sites"], pushed.tables["tariffs"][2], pushed.sum()[2]), ([0; 6], 1, 1));
    assert_eq!(content(&mut to.owner()), content(&mut from.owner()));
}

#[test]
fn a_published_schedule_stays_and_the_rest_comes() {
    let (database, dsn) = full();
    let warehouse = Warehouse::new();
    warehouse.sync("--from", &dsn, &[]).done();
    let mut planner = database.member("admin", "default");
    let (other, other_dsn) = receiver("admin", "default");
    warehouse.sync("--to", &other_dsn, &[]).done();
    let mut elsewhere = other.member("admin", "default");
    // the other database changes and plans what this one publishes, and changes what is not published
    elsewhere
        .batch_execute(
            "UPDATE production_jobs SET priority = 5 WHERE schedule_id IN ('S-2026-01-05', 'S-2026-01-06');
             SELECT count(*) FROM optimize_schedule('S-2026-01-05', '{\"seed\": 11}');
             UPDATE sites SET site_name = 'new name' WHERE site_id = 'plant-a'",
        )
        .unwrap();
    planner
        .batch_execute("SELECT publish_schedule(min(run_id)) FROM optimization_runs WHERE schedule_id = 'S-2026-01-05'")
        .unwrap();
    warehouse.sync("--from", &other_dsn, &[]).done();
    let published = |client: &mut Client| {
        let mut kept = content(client);
        kept.remove("sites");
        kept
    };
    let before = published(&mut database.owner());
    let pushed = warehouse.sync("--to", &dsn, &[]).done();
    assert_eq!(published(&mut database.owner()), before, "nothing of a published schedule has changed");
    assert_eq!(pushed.tables["sites"][2], 1, "the rest is not lost: {pushed:?}");
    assert!(pushed.tables["production_jobs"][4] > 0 && pushed.tables["optimization_runs"][4] > 0, "{pushed:?}");
    for table in ["schedule_assignments", "equipment_runs", "load_profile", "cost_lines"] {
        assert!(pushed.tables[table][4] > 0, "{table}: {pushed:?}");
    }
    assert!(pushed.said.contains("warning[HS1601]: schedules (S-2026-01-05): "), "{}", pushed.said);
    assert!(pushed.said.contains("production_jobs would change a published schedule"), "{}", pushed.said);
    assert_eq!(warehouse.sync("--to", &dsn, &[]).done().sum(), [0; 6], "named once");
}

#[test]
fn rows_that_the_database_refuses_are_named_and_tried_again() {
    let (_from, from_dsn) = full();
    let (to, to_dsn) = receiver("admin", "default");
    let warehouse = Warehouse::new();
    warehouse.sync("--from", &from_dsn, &[]).done();
    to.owner()
        .batch_execute("ALTER TABLE heatsched.tariffs ADD CONSTRAINT not_long CHECK (length(tariff_name) < 3)")
        .unwrap();
    let pushed = warehouse.sync("--to", &to_dsn, &["--tables", "schedules,tariffs,production_jobs,holidays"]);
    assert_eq!(pushed.code, Some(3), "{pushed:?}");
    let [read, added, .., refused] = pushed.sum();
    assert_eq!((added, read), (0, refused), "{pushed:?}");
    assert!(
        pushed.said.contains("error[HS1009]: schedules.site_id (S-2026-01-05): there is no such row in sites"),
        "{}",
        pushed.said
    );
    assert!(pushed.said.contains("error[HS1009]: production_jobs.schedule_id (S-2026-01-05, "), "{}", pushed.said);
    assert!(pushed.said.contains("the row breaks the rule not_long of the database"), "{}", pushed.said);
    to.owner().batch_execute("ALTER TABLE heatsched.tariffs DROP CONSTRAINT not_long").unwrap();
    let pushed = warehouse.sync("--to", &to_dsn, &[]).done();
    assert_eq!(pushed.tables["schedules"][1], pushed.tables["schedules"][0], "tried again: {pushed:?}");
    assert!(pushed.tables["production_jobs"][1] > 0 && pushed.tables["holidays"][1] > 0, "{pushed:?}");
}

#[test]
fn values_that_the_warehouse_cannot_hold_are_named() {
    let (from, from_dsn) = full();
    from.member("admin", "default")
        .batch_execute(
            "UPDATE sites SET demand_limit_kw = 'NaN' WHERE site_id = 'plant-a';
             UPDATE site_load SET \"end\" = 'infinity' WHERE source_reference = '2'",
        )
        .unwrap();
    let warehouse = Warehouse::new();
    let pulled = warehouse.sync("--from", &from_dsn, &[]);
    assert_eq!(pulled.code, Some(3));
    assert_eq!((pulled.tables["sites"][5], pulled.tables["site_load"][5], pulled.sum()[5]), (1, 1, 2), "{pulled:?}");
    assert!(pulled.said.contains("error[HS1005]: sites (plant-a): a number that is not finite"), "{}", pulled.said);
    from.member("admin", "default").batch_execute("UPDATE sites SET demand_limit_kw = NULL").unwrap();
    assert_eq!(warehouse.sync("--from", &from_dsn, &["--tables", "sites"]).done().tables["sites"][5], 0);
    assert_eq!(
        warehouse.query("SELECT count(*) FROM sites WHERE demand_limit_kw IS NULL AND site_id = 'plant-a'"),
        "1"
    );
}

#[test]
fn a_member_of_one_tenant_reads_and_writes_that_tenant_alone() {
    let (from, from_dsn) = full();
    fixture::load(&mut from.owner(), "secret");
    drop(from.member("admin", "secret"));
    let warehouse = Warehouse::new();
    warehouse.sync("--from", &from_dsn, &[]).done();
    let secret = warehouse.sync("--from", &from.dsn("admin", "secret"), &["--tenant", "secret"]).done();
    assert!(secret.sum()[1] > 0);
    let (to, to_dsn) = receiver("admin", "default");
    for arguments in [["--tenant", "secret"], ["--tenant", ""], ["--tenant", "nobody"]] {
        for (direction, dsn) in [("--to", &to_dsn), ("--from", &from_dsn)] {
            let refused = warehouse.sync(direction, dsn, &arguments);
            assert_eq!(refused.code, Some(1), "{arguments:?}: {refused:?}");
            assert!(refused.said.starts_with("error[HS4102]"), "{}", refused.said);
        }
    }
    warehouse.sync("--to", &to_dsn, &[]).done();
    let others = |table: &&Table| {
        let sql = format!("SELECT count(*) FROM {} WHERE tenant_id <> 'default'", table.name);
        to.owner().query_one(&sql, &[]).unwrap().get::<_, i64>(0)
    };
    assert!(ALL.iter().all(|table| others(table) == 0));
    // the owner of a server sees all rows, and still writes those of one tenant
    let owner = warehouse.sync("--from", &from.owner_dsn(), &["--tenant", "secret"]).done();
    assert_eq!(owner.sum(), [0; 6], "the sync of a tenant goes on, whoever asks");
    let viewer = {
        drop(to.member("viewer", "default"));
        to.dsn("viewer", "default")
    };
    to.owner().batch_execute("UPDATE heatsched.sites SET site_name = 'x'").unwrap();
    let refused = warehouse.sync("--to", &viewer, &["--all"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.said.starts_with("error[HS4102]: database (sites): permission denied"), "{}", refused.said);
}

#[test]
fn a_killed_sync_leaves_what_was_there() {
    let (from, from_dsn) = full();
    let (to, to_dsn) = receiver("admin", "default");
    let mut admin = from.member("admin", "default");
    let loads = 60_000;
    admin
        .execute(
            "INSERT INTO site_load
             SELECT 'default', 'plant-a', at, at + interval '1 minute', 5, 'test', 'x', 'x'
             FROM generate_series('2030-01-01Z', '2030-01-01Z'::timestamptz + make_interval(mins => $1), interval '1 minute') AS at",
            &[&(loads - 1)],
        )
        .unwrap();
    let warehouse = Warehouse::new();
    let counts = "SELECT (SELECT count(*) FROM sites) AS s, (SELECT count(*) FROM site_load) AS l";
    let count = |client: &mut Client| {
        let row = client.query_one(counts, &[]).unwrap();
        format!("{},{}", row.get::<_, i64>(0), row.get::<_, i64>(1))
    };
    let (nothing, all) = ("0,0".to_string(), count(&mut from.owner()));
    // longer and longer, until one is done before it is killed
    let kill = |direction: &str, dsn: &str, state: &mut dyn FnMut() -> String| {
        let killed = (0..20).map(|round| {
            let mut command = warehouse.command(&["sync", direction, "postgres", "--dsn", dsn]);
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(50 + 100 * round));
            let _ = child.kill();
            let _ = child.wait();
            state()
        });
        let states: Vec<String> = killed.take_while(|state| *state != all).collect();
        assert!(states.len() > 1 && states.iter().all(|state| *state == nothing), "{direction}: {states:?}");
        warehouse.sync(direction, dsn, &[]).done();
        assert_eq!(state(), all, "{direction}");
    };
    kill("--from", &from_dsn, &mut || warehouse.query(counts));
    let mut owner = to.owner();
    kill("--to", &to_dsn, &mut || count(&mut owner));
    assert_eq!(content(&mut to.owner()), content(&mut from.owner()));
}
