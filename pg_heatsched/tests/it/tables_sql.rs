//! `sql/tables.sql` comes from the tables' one definition. `HEATSCHED_UPDATE=1` writes it anew.

use std::fmt::Write;
use std::path::Path;

use udfs::functions::results;
use udfs::tables::{ALL, CHECKS, Column, Kind, Partition, REFERENCES, Table};

const HEAD: &str =
    "-- Generated from udfs/src/tables and udfs/src/functions by tests/it/tables_sql.rs; not to be edited.\n";

/// Tables whose rows are audited by what they belong to: series and results.
const IN_BULK: [&str; 9] = [
    "equipment_status",
    "energy_prices",
    "site_load",
    "schedule_assignments",
    "equipment_runs",
    "load_profile",
    "cost_lines",
    "violations",
    "job_moves",
];
/// Tables that `tariff_rate` reads.
const OF_TARIFFS: [&str; 6] =
    ["tariffs", "tariff_periods", "demand_charges", "fixed_charges", "holidays", "energy_prices"];

/// Tables of the engine that `sql/life_cycle.sql` makes, with columns of the database's own.
const BY_HAND: [&str; 1] = ["schedule_versions"];

#[test]
fn the_tables_are_those_of_the_engine() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/tables.sql");
    let sql = tables_sql();
    if std::env::var_os("HEATSCHED_UPDATE").is_some() {
        std::fs::write(&path, &sql).expect("the file can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == sql, "sql/tables.sql is out of date: run this test with HEATSCHED_UPDATE=1");
}

fn tables_sql() -> String {
    let mut sql = HEAD.to_string();
    for table in results() {
        row_type(&mut sql, table);
    }
    for table in ALL.iter().filter(|table| !BY_HAND.contains(&table.name)) {
        create(&mut sql, table);
    }
    sql
}

fn row_type(sql: &mut String, table: &Table) {
    let name = format!("{}_row", table.name);
    let columns: Vec<String> =
        table.columns.iter().map(|c| format!("    {} {}", quoted(c.name), c.kind.sql_type())).collect();
    writeln!(sql, "\nCREATE TYPE heatsched.{name} AS (\n{}\n);\n", columns.join(",")).expect("text");
    writeln!(sql, "COMMENT ON TYPE heatsched.{name} IS {};", literal(table.comment)).expect("text");
    comments(sql, &name, table);
}

fn create(sql: &mut String, table: &Table) {
    let name = table.name;
    let mut parts: Vec<String> = table.columns.iter().map(definition).collect();
    parts.push(format!("PRIMARY KEY ({})", list(&table.database_key())));
    for (_, check, condition) in CHECKS.iter().filter(|(checked, ..)| checked.name == name) {
        parts.push(format!("CONSTRAINT {check} CHECK ({condition})"));
    }
    for reference in REFERENCES.iter().filter(|reference| reference.from.name == name) {
        let key = list(&reference.to.database_key());
        let cascade = if reference.is_part { " ON DELETE CASCADE" } else { "" };
        parts.push(format!("FOREIGN KEY ({key}) REFERENCES heatsched.{} ({key}){cascade}", reference.to.name));
    }
    let partitions = if table.is_by_month() { " PARTITION BY RANGE (schedule_date)" } else { "" };
    writeln!(sql, "\nCREATE TABLE heatsched.{name} (\n    {}\n){partitions};", parts.join(",\n    ")).expect("text");
    writeln!(sql, "COMMENT ON TABLE heatsched.{name} IS {};", literal(table.comment)).expect("text");
    comments(sql, name, table);
    indexes(sql, table);
    write!(
        sql,
        "SELECT pg_catalog.pg_extension_config_dump('heatsched.{name}', '');\n\
         ALTER TABLE heatsched.{name} ENABLE ROW LEVEL SECURITY;\n\
         ALTER TABLE heatsched.{name} FORCE ROW LEVEL SECURITY;\n\
         CREATE POLICY tenant ON heatsched.{name} USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));\n"
    )
    .expect("text");
    triggers(sql, table);
}

fn definition(column: &Column) -> String {
    // rows are read in the order of their keys, byte by byte as everywhere else; what refers to a key compares like it
    let is_id = ALL.iter().any(|known| known.key.contains(&column.name));
    let collation = if is_id && column.kind == Kind::Text { " COLLATE \"C\"" } else { "" };
    let null = if column.nullable { "" } else { " NOT NULL" };
    format!("{} {}{collation}{null}", quoted(column.name), column.kind.sql_type())
}

fn comments(sql: &mut String, name: &str, table: &Table) {
    for column in table.columns {
        let unit = if column.unit.is_empty() { String::new() } else { format!(" [{}]", column.unit) };
        let comment = literal(&format!("{}{unit}", column.comment));
        writeln!(sql, "COMMENT ON COLUMN heatsched.{name}.{} IS {comment};", quoted(column.name)).expect("text");
    }
}

fn indexes(sql: &mut String, table: &Table) {
    let name = table.name;
    for partition in table.partition {
        if let Partition::Date(column) = partition
            && !table.key.contains(column)
        {
            writeln!(sql, "CREATE INDEX {name}_{column} ON heatsched.{name} (tenant_id, {});", quoted(column))
                .expect("text");
        }
    }
    let has_parts = REFERENCES.iter().any(|reference| reference.to.name == name);
    if has_parts && table.column("schedule_date").is_some() {
        writeln!(sql, "CREATE INDEX {name}_site_id ON heatsched.{name} (tenant_id, site_id, schedule_date);")
            .expect("text");
    }
    let by_schedule = table.column("schedule_id").is_some() && !table.key.contains(&"schedule_id");
    if by_schedule {
        writeln!(sql, "CREATE INDEX {name}_schedule_id ON heatsched.{name} (tenant_id, schedule_id);").expect("text");
    }
}

fn triggers(sql: &mut String, table: &Table) {
    let name = table.name;
    let identity = if IN_BULK.contains(&name) { &table.key[1..2] } else { &table.key[1..] };
    let identity: Vec<String> = identity.iter().map(|column| literal(column)).collect();
    for (event, rows) in [("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")] {
        write!(
            sql,
            "CREATE TRIGGER audit_{} AFTER {event} ON heatsched.{name} REFERENCING {rows} TABLE AS changed\n\
             FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit({});\n",
            event.to_lowercase(),
            identity.join(", ")
        )
        .expect("text");
    }
    if OF_TARIFFS.contains(&name) {
        write!(
            sql,
            "CREATE TRIGGER tariffs_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON heatsched.{name}\n\
             FOR EACH STATEMENT EXECUTE FUNCTION heatsched.tariffs_changed();\n"
        )
        .expect("text");
    }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
