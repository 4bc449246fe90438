//! `pg_heatsched/sql/comments.sql` comes from what the functions say of themselves. `HEATSCHED_UPDATE=1` writes it anew.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use query::functions::{Engine, documentation};
use udfs::store::MemoryStore;

#[test]
fn the_comments_of_the_extension_are_the_functions_documentation() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pg_heatsched/sql/comments.sql");
    let sql = comments_sql();
    if std::env::var_os("HEATSCHED_UPDATE").is_some() {
        std::fs::write(&path, &sql).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept == sql, "sql/comments.sql is out of date: run this test with HEATSCHED_UPDATE=1");
}

/// A function of several signatures says the same of each.
fn comments_sql() -> String {
    let mut sql = "-- Generated from query/src/functions by tests/it/comments_sql.rs; not to be edited.\nDO $comments$\nDECLARE\n    \
        told record;\nBEGIN\n    FOR told IN\n        SELECT p.oid::pg_catalog.regprocedure AS routine, d.text\n        FROM (VALUES\n"
        .to_string();
    let engine = Engine {
        store: Arc::new(MemoryStore::default()),
        tenant: "default".to_string(),
        clock: Arc::new(|| Duration::ZERO),
        progress: Arc::new(|_| {}),
    };
    let mut documented = documentation(&engine);
    documented.sort_by(|(one, _), (other, _)| one.cmp(other));
    let rows = documented.iter().map(|(name, doc)| {
        let text = doc.description.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
        let arguments = doc.arguments.iter().flatten().map(|(name, meaning)| format!("{name}: {meaning}"));
        let text = text.chain(arguments).collect::<Vec<_>>().join("\n");
        format!("            ('{name}', '{}')", text.replace('\'', "''"))
    });
    write!(
        sql,
        "{}\n        ) AS d (name, text)\n        JOIN pg_catalog.pg_proc p ON p.proname = d.name AND p.pronamespace = 'heatsched'::pg_catalog.regnamespace\n    \
         LOOP\n        EXECUTE pg_catalog.format('COMMENT ON ROUTINE %s IS %L', told.routine, told.text);\n    END LOOP;\nEND\n$comments$;\n",
        rows.collect::<Vec<_>>().join(",\n")
    )
    .unwrap();
    sql
}
