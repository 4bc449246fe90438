//! What clients ask before their user does anything, in the catalogs, functions and casts that each of them uses.

use postgres::{Client, SimpleQueryMessage};

use super::{Served, texts};

const NPGSQL: &str = include_str!("startup/npgsql.sql");
const NPGSQL_9: &str = include_str!("startup/npgsql_9.sql");

/// Client, statements.
const CLIENTS: [(&str, &str); 7] = [
    ("Npgsql, as Power BI has it", NPGSQL),
    ("Npgsql 9", NPGSQL_9),
    ("pgjdbc, as DBeaver, Metabase and Tableau have it", include_str!("startup/pgjdbc.sql")),
    ("Metabase", include_str!("startup/metabase.sql")),
    ("Grafana", include_str!("startup/grafana.sql")),
    ("DBeaver", include_str!("startup/dbeaver.sql")),
    ("psqlODBC, as Tableau has it", include_str!("startup/psqlodbc.sql")),
];

#[test]
fn the_statements_of_known_clients_are_answered() {
    let served = Served::new();
    for (name, statements) in CLIENTS {
        let mut client = served.anna();
        for sql in statements.split(";\n").map(str::trim).filter(|sql| !sql.is_empty()) {
            // by both protocols
            client.simple_query(sql).unwrap_or_else(|e| panic!("{name}\n{sql}\n{e:?}"));
            let prepared = client.prepare(sql).unwrap_or_else(|e| panic!("{name}\n{sql}\n{e:?}"));
            if prepared.params().is_empty() {
                client.query(&prepared, &[]).unwrap_or_else(|e| panic!("{name}\n{sql}\n{e:?}"));
            }
        }
    }
}

/// Npgsql asks for the types of a database in one message of several statements, and reads its answers by their place.
#[test]
fn npgsql_learns_the_types_in_one_message() {
    let served = Served::new();
    for statements in [NPGSQL, NPGSQL_9] {
        learns_types(&mut served.anna(), statements);
    }
}

fn learns_types(client: &mut Client, statements: &str) {
    let (loading, _) = statements.split_once("SELECT table_schema").expect("the types are first");
    let answers = client.simple_query(loading).expect("answers");
    let ends = answers.iter().filter(|message| matches!(message, SimpleQueryMessage::CommandComplete(_))).count();
    assert_eq!(ends, 4, "version, types, composites, enums");
    let rows =
        answers.iter().filter_map(|message| if let SimpleQueryMessage::Row(row) = message { Some(row) } else { None });
    let types: Vec<_> = rows.filter(|row| row.len() == 6).collect();
    let of = |name: &str| types.iter().find(|row| row.get("typname") == Some(name)).unwrap_or_else(|| panic!("{name}"));
    for (name, oid) in [("int4", "23"), ("text", "25"), ("numeric", "1700"), ("timestamptz", "1184"), ("bool", "16")] {
        let found = of(name);
        assert_eq!(
            (found.get("oid"), found.get("nspname"), found.get("typtype")),
            (Some(oid), Some("pg_catalog"), Some("b"))
        );
        assert_eq!(found.get("typnotnull"), Some("f"));
    }
    let array = of("_text");
    assert_eq!((array.get("typtype"), array.get("elemtypoid")), (Some("a"), Some("25")));
    // each element comes before its array
    let at = |name: &str| types.iter().position(|row| row.get("typname") == Some(name));
    assert!(at("text") < at("_text") && at("numeric") < at("_numeric"));
}

#[test]
fn clients_find_tables_views_and_columns() {
    let served = Served::new();
    let mut client = served.anna();
    let views = "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'heatsched' AND relkind = 'v' ORDER BY 1";
    let names: Vec<String> = texts(&mut client, views).into_iter().flatten().collect();
    for view in ["cost_by_equipment", "cost_by_period", "equipment_utilization", "savings"] {
        assert!(names.iter().any(|name| name == view), "{names:?}");
    }
    let columns = "SELECT data_type FROM information_schema.columns WHERE table_schema = 'heatsched' AND table_name = 'savings' AND column_name = 'total_cost'";
    assert_eq!(texts(&mut client, columns).len(), 1);
    assert_eq!(texts(&mut client, "SELECT current_user"), [Some("anna".into())]);
}
