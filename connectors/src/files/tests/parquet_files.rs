use udfs::tables::{SITE_LOAD, batch_to_rows, rows_to_batch};

use super::*;

fn load(kw: &str) -> Vec<u8> {
    let csv = format!(
        "start,end,kw\n2026-01-05T06:00:00Z,2026-01-05T07:00:00Z,{kw}\n2026-01-05T07:00:00Z,2026-01-05T08:00:00Z,7\n"
    );
    let import = import("load.csv", &csv, &chicago());
    to_parquet(&SITE_LOAD, rows(&import, "site_load")).expect("a file")
}

fn read_load(bytes: &[u8]) -> Import {
    read_bytes("site_load.parquet", bytes, &options(), &Mapping::default()).expect("readable")
}

#[test]
fn decimals_and_times_keep_all_their_digits() {
    let import = read_load(&load("123456789012.345678"));
    assert!(import.quarantined.is_empty(), "{:?}", import.quarantined);
    let load = rows(&import, "site_load");
    assert_eq!((load.len(), cell(&load[0], "kw")), (2, "123456789012.345678".into()));
    assert_eq!(cell(&load[0], "source_reference"), "\"site_load.parquet:1\"");
    assert!(import.issues.0.iter().any(|issue| issue.message.contains("provenance_hash")), "{}", import.issues);
}

#[test]
fn bad_rows_are_named_by_row_and_column() {
    let import = import("load.csv", "start,end,kw\n2026-01-05T06:00:00Z,2026-01-05T07:00:00Z,5\n", &chicago());
    let mut rows = batch_to_rows(&rows_to_batch(&SITE_LOAD, rows(&import, "site_load")).expect("rows")).expect("rows");
    let mut bad = rows[0].clone();
    for (name, value) in &mut bad.0 {
        if name == "end" {
            *value = rows[0].get("start").cloned().expect("a start");
        }
    }
    rows.push(bad);
    let import = read_load(&to_parquet(&SITE_LOAD, &rows).expect("a file"));
    assert_eq!(import.quarantined.iter().map(|row| row.row).collect::<Vec<_>>(), [2]);
}

#[test]
fn what_is_no_parquet_is_refused() {
    for bytes in [&b"PAR1"[..], b"start,end\n1,2\n", &load("5")[..100]] {
        assert_eq!(refused("site_load.parquet", bytes)[0].code, Code::Malformed);
    }
}
