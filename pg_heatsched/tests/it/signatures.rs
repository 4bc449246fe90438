//! What every function takes, gives and promises, and what it says to NULL and to nothing. `HEATSCHED_UPDATE=1` writes the
//! expected tables anew.

use std::path::Path;

use postgres::{Client, SimpleQueryMessage};

use crate::database::Database;

const SIGNATURES: &str =
    "SELECT p.proname || '(' || pg_get_function_arguments(p.oid) || ') -> ' || pg_get_function_result(p.oid) || ': '
        || CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END
        || CASE p.proparallel WHEN 's' THEN ', parallel safe' WHEN 'r' THEN ', parallel restricted' ELSE ', parallel unsafe' END
        || CASE WHEN p.proisstrict THEN ', strict' ELSE '' END
     FROM pg_proc p WHERE p.pronamespace = 'heatsched'::regnamespace ORDER BY 1";

#[test]
fn every_function_is_as_expected() {
    let database = Database::new();
    let rows = database.owner().query(SIGNATURES, &[]).unwrap();
    let lines: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    expect("signatures.txt", &lines);
}

/// A function and its arguments by name and type, but for triggers and the states of aggregates.
const ARGUMENTS: &str = "SELECT p.proname::text, coalesce(array_agg(a.name ORDER BY a.no) FILTER (WHERE a.no IS NOT NULL), '{}'),
        coalesce(array_agg(format_type(a.type, NULL) ORDER BY a.no) FILTER (WHERE a.no IS NOT NULL), '{}')
     FROM pg_proc p
     LEFT JOIN LATERAL ROWS FROM (unnest(p.proargtypes::oid[]), unnest(p.proargnames)) WITH ORDINALITY AS a (type, name, no)
        ON a.type IS NOT NULL
     WHERE p.pronamespace = 'heatsched'::regnamespace AND p.prokind = 'f' AND p.prorettype <> 'trigger'::regtype
        AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[])
     GROUP BY p.oid, p.proname ORDER BY p.proname, p.proargtypes::text";

/// Each argument in turn is NULL, or an empty text or list, beside others that are right.
#[test]
fn null_and_nothing_are_answered_or_refused_by_name() {
    let database = Database::new();
    let mut client = database.owner();
    client.batch_execute("INSERT INTO tenant_members VALUES (current_user, 'default')").unwrap();
    client.query("SELECT * FROM optimize_schedule('S-2026-01-05')", &[]).unwrap();
    let run: String = client.query_one("SELECT run_id FROM optimization_runs", &[]).unwrap().get(0);
    let backend = "SELECT pg_backend_pid()";
    let before: i32 = client.query_one(backend, &[]).unwrap().get(0);
    let mut lines = Vec::new();
    for row in client.query(ARGUMENTS, &[]).unwrap() {
        let (name, names, types): (String, Vec<String>, Vec<String>) = (row.get(0), row.get(1), row.get(2));
        let right: Vec<String> = names.iter().zip(&types).map(|(name, kind)| sample(name, kind, &run)).collect();
        for (i, kind) in types.iter().enumerate() {
            for value in [Some("NULL"), nothing(kind)].into_iter().flatten() {
                let mut arguments = right.clone();
                arguments[i] = format!("{value}::{kind}");
                let answer = answer(&mut client, &format!("SELECT * FROM {name}({})", arguments.join(", ")));
                lines.push(format!("{name}({}) with {} {value}: {answer}", types.join(", "), names[i]));
            }
        }
    }
    assert_eq!(client.query_one(backend, &[]).unwrap().get::<_, i32>(0), before, "one session from first to last");
    let unnamed: Vec<&String> = lines.iter().filter(|line| line.contains("unnamed error")).collect();
    assert!(unnamed.is_empty(), "{unnamed:#?}");
    expect("nulls.txt", &lines);
}

/// Something right for an argument of this name and type.
fn sample(name: &str, kind: &str, run: &str) -> String {
    let value = match (name, kind) {
        (_, "text[]") => "{S-2026-01-05}",
        (_, "numeric" | "integer" | "double precision") => "1",
        (_, "interval") => "0 s",
        ("schedule_id" | "id", _) => "S-2026-01-05",
        ("run_id", _) => run,
        ("site_id", _) => "plant-a",
        ("tariff_id" | "tariff_ids", _) => "ind-tou",
        ("equipment_id", _) => "E1",
        ("end" | "unavailable_end", _) => "2026-01-06",
        (_, "timestamp with time zone" | "date") | ("start" | "at", _) => "2026-01-05",
        ("options" | "document" | "invoice", _) => "{}",
        ("demand_allocation", _) => "marginal",
        ("period", _) => "daily",
        ("paper", _) => "a4",
        ("form", _) => "own",
        _ => "x",
    };
    format!("'{value}'::{kind}")
}

fn nothing(kind: &str) -> Option<&'static str> {
    match kind {
        "text" => Some("''"),
        "text[]" => Some("'{}'"),
        _ => None,
    }
}

fn answer(client: &mut Client, sql: &str) -> String {
    let mut transaction = client.transaction().unwrap();
    match transaction.simple_query(sql) {
        Ok(messages) => {
            let rows = messages.iter().filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => Some((0..row.len()).all(|i| row.get(i).unwrap_or_default().is_empty())),
                _ => None,
            });
            match rows.collect::<Vec<bool>>().as_slice() {
                [] => "no rows",
                [true] => "NULL",
                _ => "an answer",
            }
            .to_string()
        }
        Err(error) => {
            let Some(error) = error.as_db_error() else { return format!("unnamed error: {error}") };
            match error.message().split_once(':') {
                Some((code, _)) if code.len() == 6 && code.starts_with("HS") => code.to_string(),
                _ => format!("unnamed error of {sql}: {}", error.message()),
            }
        }
    }
}

fn expect(file: &str, lines: &[String]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(file);
    let found = lines.join("\n") + "\n";
    if std::env::var_os("HEATSCHED_UPDATE").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let differs: Vec<&String> = lines.iter().filter(|line| !expected.lines().any(|known| known == *line)).collect();
    assert!(found == expected, "{file} is out of date: run this test with HEATSCHED_UPDATE=1. New: {differs:#?}");
}
