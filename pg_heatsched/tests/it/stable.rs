//! `stable.txt`: each function that others call, as it is since a version. A line that no longer holds breaks what is built
//! on it. `HEATSCHED_UPDATE=1` adds what is new; only people take a line away, and say so in the changelog. What is
//! `internal` promises nothing.

use std::collections::BTreeMap;
use std::path::Path;

use crate::database::Database;

/// Triggers and the parts of aggregates are called by Postgres alone. A row type is what its functions give.
const SIGNATURES: &str = "
    SELECT format('function %s(%s) %s', p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid))
    FROM pg_proc p
    WHERE p.pronamespace = 'heatsched'::regnamespace AND p.prorettype <> 'trigger'::regtype
      AND p.prorettype <> 'internal'::regtype AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[])
    UNION ALL
    SELECT format('row %s(%s)', c.relname,
        (SELECT string_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
         FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
    FROM pg_class c WHERE c.relnamespace = 'heatsched'::regnamespace AND c.relkind = 'c'";

#[test]
fn what_is_stable_stays() {
    let database = Database::new();
    let mut owner = database.owner();
    owner.batch_execute("SET search_path = pg_catalog").unwrap();
    let version: String =
        owner.query_one("SELECT extversion FROM pg_extension WHERE extname = 'pg_heatsched'", &[]).unwrap().get(0);
    let signatures: Vec<String> = owner.query(SIGNATURES, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("stable.txt");
    let mut ledger: BTreeMap<String, String> =
        std::fs::read_to_string(&path).unwrap_or_default().lines().map(parsed).collect();
    if std::env::var_os("HEATSCHED_UPDATE").is_some() {
        for signature in &signatures {
            ledger.entry(signature.clone()).or_insert_with(|| version.clone());
        }
        let lines: String = ledger.iter().map(|(signature, since)| format!("{since} {signature}\n")).collect();
        std::fs::write(&path, lines).unwrap();
    }
    let stable = ledger.iter().filter(|(_, since)| *since != "internal").map(|(signature, _)| signature);
    let broken: Vec<&String> = stable.filter(|signature| !signatures.contains(signature)).collect();
    assert!(broken.is_empty(), "no longer as stable.txt says: {broken:#?}");
    let new: Vec<&String> = signatures.iter().filter(|signature| !ledger.contains_key(*signature)).collect();
    assert!(new.is_empty(), "not in stable.txt, run this test with HEATSCHED_UPDATE=1: {new:#?}");
}

fn parsed(line: &str) -> (String, String) {
    let (since, signature) = line.split_once(' ').expect("a version and a signature");
    (signature.to_string(), since.to_string())
}
