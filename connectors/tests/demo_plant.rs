//! The demo plant's files are what its generator makes, and all of them can be read.

use std::path::PathBuf;
use std::process::Command;

use connectors::files::{Import, Mapping, Options, read};
use udfs::model::Decimal;
use udfs::row::{Cell, FromCell, Row};

fn demo() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../query/src/demo")
}

fn load(name: &str) -> Import {
    let mapping = Mapping::load(&demo().join("data/mapping.toml")).expect("mapping");
    let options = Options { site_id: Some("plant-a".into()), ..Options::default() };
    let import = read(&demo().join("data").join(name), &options, &mapping).expect("readable");
    assert!(
        import.quarantined.is_empty() && import.issues.0.is_empty(),
        "{name}: {:?} {}",
        import.quarantined,
        import.issues
    );
    import
}

fn rows(import: &Import, table: &str) -> Vec<Row> {
    import.changes.iter().filter(|change| change.table.name == table).flat_map(|change| change.rows.clone()).collect()
}

fn without_source(rows: Vec<Row>) -> Vec<Row> {
    let ours = |name: &str| name.starts_with("source_") || name == "provenance_hash";
    rows.into_iter().map(|row| Row(row.0.into_iter().filter(|(name, _)| !ours(name)).collect())).collect()
}

#[test]
fn the_files_are_what_the_generator_makes() {
    match Command::new("python3").arg(demo().join("generate.py")).arg("--check").output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => eprintln!("skipped: no python3"),
    }
}

#[test]
fn every_file_is_read_without_a_word() {
    for entry in std::fs::read_dir(demo().join("data")).expect("data") {
        let name = entry.expect("entry").file_name().to_string_lossy().into_owned();
        if name != "mapping.toml" {
            assert!(load(&name).rows_read > 0, "{name}");
        }
    }
}

#[test]
fn the_plant_is_as_promised() {
    let heaters = rows(&load("heating_equipment.csv"), "heating_equipment");
    let capacity =
        |row: &Row| row.get("capacity_kw").and_then(|cell| Decimal::from_cell(cell).ok()).unwrap_or_default();
    assert_eq!(heaters.len(), 10);
    assert_eq!(heaters.iter().map(capacity).sum::<Decimal>(), Decimal::from(2000));
    let jobs = load("jobs.csv");
    let schedules = rows(&jobs, "schedules");
    assert_eq!(schedules.len(), 29);
    assert_eq!(schedules[0].get("schedule_id"), Some(&Cell::Text("S-2026-01-05".into())));
}

#[test]
fn the_workbook_holds_the_same_jobs() {
    let table = "production_jobs";
    let csv = without_source(rows(&load("jobs.csv"), table));
    assert_eq!(csv, without_source(rows(&load("jobs.xlsx"), table)));
}
