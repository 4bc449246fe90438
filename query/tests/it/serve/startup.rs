//! What clients ask before their user does anything, in the catalogs, functions and casts that each of them uses.

use super::{Served, texts};

/// Client, statements.
const CLIENTS: [(&str, &str); 6] = [
    ("Npgsql, as Power BI has it", include_str!("startup/npgsql.sql")),
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
