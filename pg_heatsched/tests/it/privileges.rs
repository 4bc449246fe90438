//! Which role may do what, and that everything is documented.

use std::collections::BTreeSet;

use crate::database::{Database, error_of};

const GROUPS: [&str; 4] = ["viewer", "operator", "planner", "admin"];

#[test]
fn nothing_is_granted_to_everybody_and_every_search_path_is_pinned() {
    let database = Database::new();
    let mut owner = database.owner();
    for (what, sql) in [
        (
            "tables for PUBLIC",
            "SELECT relname::text FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'heatsched'::regnamespace AND a.grantee = 0",
        ),
        (
            "routines for PUBLIC",
            "SELECT proname::text FROM pg_proc p WHERE p.pronamespace = 'heatsched'::regnamespace
             AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0))",
        ),
        (
            "tables without row-level security",
            "SELECT relname::text FROM pg_class c WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity",
        ),
        (
            "views that read as their owner",
            "SELECT relname::text FROM pg_class c WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind IN ('v', 'm')
             AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)",
        ),
        (
            "functions whose search path is the caller's; those called once a row set it where they read",
            "SELECT proname::text FROM pg_proc p WHERE p.pronamespace = 'heatsched'::regnamespace AND p.prokind = 'f'
             AND NOT EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%')
             AND p.proname NOT IN ('tariff_rate', 'tariff_period', 'current_tariff', 'bill_add', 'bill_lines')",
        ),
        (
            "functions that act as their owner",
            "SELECT proname::text FROM pg_proc p WHERE p.pronamespace = 'heatsched'::regnamespace AND p.prosecdef AND p.proname NOT IN ('audit', 'months_have_partitions')",
        ),
        (
            "columns of views that are decimals without a scale",
            "SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
             WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind IN ('v', 'm') AND a.atttypid = 'numeric'::regtype AND a.atttypmod = -1",
        ),
        (
            "routines without a comment",
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'heatsched'::regnamespace
             AND obj_description(p.oid, 'pg_proc') IS NULL AND p.proname NOT IN ('bill_add', 'bill_lines')",
        ),
        (
            "tables, views and columns of tables without a comment",
            "SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind IN ('r', 'p', 'c') AND col_description(c.oid, a.attnum) IS NULL
             UNION ALL
             SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
             AND obj_description(c.oid, 'pg_class') IS NULL",
        ),
    ] {
        let found: Vec<String> = owner.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect();
        assert!(found.is_empty(), "{what}: {found:?}");
    }
}

/// Tables that each role may write, beside those of the role before it.
const WRITES: [(&str, &[&str]); 4] = [
    ("viewer", &[]),
    ("operator", &["equipment_status"]),
    (
        "planner",
        &[
            "connector_payloads",
            "connector_quarantine",
            "connector_runs",
            "connector_state",
            "cost_lines",
            "equipment_availability",
            "equipment_runs",
            "job_moves",
            "load_profile",
            "optimization_progress",
            "optimization_requests",
            "optimization_runs",
            "production_jobs",
            "schedule_assignments",
            "schedule_versions",
            "schedules",
            "site_load",
            "violations",
            "workforce_shifts",
        ],
    ),
    (
        "admin",
        &[
            "demand_charges",
            "energy_prices",
            "fixed_charges",
            "heating_equipment",
            "holidays",
            "sites",
            "tariff_periods",
            "tariffs",
        ],
    ),
];

/// Functions that each role may call, beside those of the role before it; a viewer calls all that only read.
const CALLS: [(&str, &[&str]); 3] = [
    ("operator", &[]),
    (
        "planner",
        &[
            "cancel_optimization",
            "delete_schedule",
            "end_optimization",
            "finish_optimization",
            "optimize_schedule",
            "publish_schedule",
            "release_optimization",
            "report_optimization",
            "revise_schedule",
            "schedule_maintenance",
            "simulate_schedule",
            "store_optimization",
            "submit_optimization",
            "take_optimization",
        ],
    ),
    ("admin", &["export_file", "import_tariff", "load_file", "register_equipment"]),
];

#[test]
fn each_role_has_what_it_is_for() {
    let database = Database::new();
    let mut owner = database.owner();
    let mut names =
        |sql: &str| -> BTreeSet<String> { owner.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect() };
    let writes = |group: &str| {
        format!(
            "SELECT relname::text FROM pg_class c WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind IN ('r', 'p')
             AND has_table_privilege('heatsched_{group}', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')"
        )
    };
    let calls = |group: &str| {
        format!(
            "SELECT DISTINCT proname::text FROM pg_proc p WHERE p.pronamespace = 'heatsched'::regnamespace
             AND has_function_privilege('heatsched_{group}', p.oid, 'EXECUTE') AND NOT has_function_privilege('heatsched_viewer', p.oid, 'EXECUTE')"
        )
    };
    let mut may_write = BTreeSet::new();
    for (group, tables) in WRITES {
        may_write.extend(tables.iter().map(ToString::to_string));
        assert_eq!(names(&writes(group)), may_write, "{group}");
    }
    let mut may_call = BTreeSet::new();
    for (group, functions) in CALLS {
        may_call.extend(functions.iter().map(ToString::to_string));
        assert_eq!(names(&calls(group)), may_call, "{group}");
    }
    for group in GROUPS {
        let unread = "SELECT relname::text FROM pg_class c WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition";
        let unread = format!("{unread} AND NOT has_table_privilege('heatsched_{group}', c.oid, 'SELECT')");
        assert_eq!(names(&unread), BTreeSet::new(), "{group} reads everything of its tenants");
    }
}

#[test]
fn a_viewer_is_refused_by_name() {
    let database = Database::new();
    let mut viewer = database.member("viewer", "default");
    for sql in [
        "SELECT * FROM optimize_schedule('S-2026-01-05')",
        "SELECT submit_optimization('S-2026-01-05')",
        "SELECT publish_schedule('x')",
        "DELETE FROM schedules",
        "INSERT INTO tenant_members VALUES (current_user, 'other')",
        "UPDATE audit_log SET action = 'INSERT'",
    ] {
        let refused = error_of(viewer.simple_query(sql));
        assert!(refused.starts_with("permission denied"), "{sql}: {refused}");
    }
}

#[test]
fn the_log_is_append_only_for_its_owner_too() {
    let database = Database::new();
    let mut owner = database.owner();
    for sql in ["DELETE FROM audit_log", "UPDATE audit_log SET row_count = 0", "TRUNCATE audit_log"] {
        assert!(error_of(owner.simple_query(sql)).contains("append only"), "{sql}");
    }
}
