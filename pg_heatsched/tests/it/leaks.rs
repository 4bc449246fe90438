//! Two tenants with the same ids in one database: nothing of one is seen, changed or told to the other.

use postgres::{Client, SimpleQueryMessage};

use crate::database::Database;
use crate::fixture;

/// What only tenant `secret` has.
const MARK: &str = "zebra";

fn two_tenants() -> Database {
    let database = Database::new();
    let mut owner = database.owner();
    fixture::load(&mut owner, "secret");
    let mut secret = database.member("admin", "secret");
    for sql in [
        // ids, names and sources that only this tenant has
        "UPDATE sites SET site_name = 'zebra works'",
        "UPDATE production_jobs SET product_name = 'zebra'",
        "UPDATE heating_equipment SET equipment_name = 'zebra furnace'",
        "INSERT INTO schedules SELECT (jsonb_populate_record(s, '{\"schedule_id\": \"zebra-plan\"}')).* FROM schedules s WHERE schedule_id = 'S-2026-01-05'",
        "INSERT INTO production_jobs SELECT (jsonb_populate_record(j, '{\"schedule_id\": \"zebra-plan\"}')).* FROM production_jobs j WHERE schedule_id = 'S-2026-01-05'",
        "INSERT INTO tariffs SELECT (jsonb_populate_record(t, '{\"tariff_id\": \"zebra-tariff\"}')).* FROM tariffs t LIMIT 1",
        "SELECT * FROM optimize_schedule('zebra-plan')",
        "SELECT publish_schedule((SELECT run_id FROM optimization_runs WHERE schedule_id = 'zebra-plan'))",
        "SELECT submit_optimization('zebra-plan')",
    ] {
        secret.simple_query(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
    database
}

/// All that a statement says to its client, errors too.
fn told(client: &mut Client, sql: &str) -> String {
    match client.simple_query(sql) {
        Ok(messages) => messages
            .iter()
            .filter_map(|message| if let SimpleQueryMessage::Row(row) = message { Some(row) } else { None })
            .map(|row| (0..row.len()).filter_map(|i| row.get(i)).collect::<Vec<_>>().join("|") + "\n")
            .collect(),
        Err(error) => format!("{error:?}"),
    }
}

fn names(client: &mut Client, sql: &str) -> Vec<String> {
    client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
}

const RELATIONS: &str = "SELECT relname::text FROM pg_class WHERE relnamespace = 'heatsched'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND NOT relispartition ORDER BY 1";

#[test]
fn no_table_or_view_shows_another_tenants_row() {
    let database = two_tenants();
    let mut other = database.member("admin", "default");
    for relation in names(&mut database.owner(), RELATIONS) {
        for sql in [
            format!("SELECT count(*) FROM {relation} WHERE tenant_id <> 'default'"),
            format!(
                "PREPARE p_{relation} AS SELECT count(*) FROM {relation} WHERE tenant_id = 'secret'; EXECUTE p_{relation}"
            ),
        ] {
            assert_eq!(told(&mut other, &sql).trim(), "0", "{sql}");
        }
        let mut copied = String::new();
        let mut copy = other.copy_out(&format!("COPY (SELECT * FROM {relation}) TO STDOUT")).unwrap();
        std::io::Read::read_to_string(&mut copy, &mut copied).unwrap();
        drop(copy);
        assert!(!copied.contains(MARK) && !copied.contains("secret"), "{relation}: {copied}");
    }
    // a setting shows no tenant that the role is not a member of
    other.batch_execute("SET heatsched.tenant_id = 'secret'").unwrap();
    for relation in names(&mut database.owner(), RELATIONS) {
        if relation != "tenant_members" {
            assert_eq!(told(&mut other, &format!("SELECT count(*) FROM {relation}")).trim(), "0", "{relation}");
        }
    }
    assert!(told(&mut other, "SELECT * FROM schedule_cost('x')").contains("no member of a tenant"));
}

#[test]
fn no_function_tells_of_another_tenant() {
    let database = two_tenants();
    let mut secret = database.member("admin", "secret");
    let run: String = secret.query_one("SELECT run_id FROM optimization_runs LIMIT 1", &[]).unwrap().get(0);
    let request: String = secret.query_one("SELECT request_id FROM optimization_requests", &[]).unwrap().get(0);
    let mut other = database.member("admin", "default");
    let mut calls = Vec::new();
    for id in ["zebra-plan", run.as_str(), request.as_str(), "zebra-tariff", "%", "nothing"] {
        for function in [
            "baseline_schedule",
            "optimize_schedule",
            "validate_inputs",
            "validate_schedule",
            "schedule_cost",
            "explain_schedule",
            "peak_prices",
            "provenance",
            "verify_provenance",
            "export_tariff",
            "publish_schedule",
            "revise_schedule",
            "delete_schedule",
            "submit_optimization",
            "optimization_status",
            "optimization_result",
            "optimization_request",
            "cancel_optimization",
        ] {
            calls.push(format!("SELECT * FROM {function}('{id}')"));
        }
        calls.push(format!("SELECT * FROM simulate_schedule('{id}', '{{\"tariff_id\": \"zebra-tariff\"}}')"));
        calls.push(format!("SELECT * FROM optimize_schedule('S-2026-01-05', '{{\"previous_run_id\": \"{id}\"}}')"));
        calls.push(format!("SELECT tariff_rate('{id}', now()), tariff_period('{id}', now())"));
        calls.push(format!("SELECT * FROM compare_tariffs('plant-a', '2026-01-05', '2026-01-06', '{id}')"));
        calls.push(format!("SELECT finish_optimization('{id}', 1, 'x'), report_optimization('{id}', 1, 0, 0, 0)"));
    }
    calls.push("SELECT * FROM take_optimization('other', '0 s')".to_string());
    for sql in calls {
        // an unknown id is told back to who asked for it; nothing else of the other tenant is
        let told = told(&mut other, &sql).replace("zebra-plan", "").replace("zebra-tariff", "");
        assert!(!told.contains(MARK) && !told.contains("secret"), "{sql}: {told}");
    }
    let untouched = "SELECT (SELECT count(*) FROM optimization_requests WHERE status = 'queued' AND attempts = 0)
                     + (SELECT count(*) FROM schedule_versions) + (SELECT count(*) FROM schedules WHERE schedule_id = 'zebra-plan')";
    assert_eq!(secret.query_one(untouched, &[]).unwrap().get::<_, i64>(0), 3);
}

#[test]
fn no_row_of_another_tenant_is_written() {
    let database = two_tenants();
    let mut other = database.member("admin", "default");
    for sql in [
        "INSERT INTO schedules SELECT (jsonb_populate_record(s, '{\"tenant_id\": \"secret\", \"schedule_id\": \"planted\"}')).* FROM schedules s LIMIT 1",
        "UPDATE schedules SET tenant_id = 'secret' WHERE schedule_id = 'X-zero'",
        "INSERT INTO optimization_requests (tenant_id, schedule_id) VALUES ('secret', 'zebra-plan')",
    ] {
        let refused = told(&mut other, sql);
        assert!(refused.contains("row-level security"), "{sql}: {refused}");
    }
    let mut secret = database.member("admin", "secret");
    let count =
        "SELECT (SELECT count(*) FROM sites)::text || ' ' || (SELECT count(*) FROM optimization_requests)::text";
    let before: String = secret.query_one(count, &[]).unwrap().get(0);
    for sql in ["UPDATE sites SET site_name = 'mine'", "DELETE FROM optimization_requests", "DELETE FROM violations"] {
        other.batch_execute(sql).unwrap();
    }
    assert_eq!(secret.query_one(count, &[]).unwrap().get::<_, String>(0), before);
    assert!(told(&mut secret, "SELECT site_name FROM sites").contains(MARK));
}
