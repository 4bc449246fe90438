//! Files as plants send them, good and bad.

use udfs::Code;
use udfs::row::{Cell, Row};

use super::*;

fn options() -> Options {
    Options { site_id: Some("plant-a".into()), ..Options::default() }
}

fn chicago() -> Options {
    Options { time_zone: Some(chrono_tz::America::Chicago), ..options() }
}

fn import(name: &str, text: &str, options: &Options) -> Import {
    read_bytes(name, text.as_bytes(), options, &Mapping::default()).expect("readable")
}

fn refused(name: &str, bytes: &[u8]) -> Vec<udfs::Issue> {
    read_bytes(name, bytes, &chicago(), &Mapping::default()).expect_err("refused").0
}

fn rows<'a>(import: &'a Import, table: &str) -> &'a [Row] {
    import.changes.iter().find(|change| change.table.name == table).map_or(&[], |change| &change.rows)
}

fn cell(row: &Row, name: &str) -> String {
    row.get(name).map_or("absent".into(), Cell::describe)
}

fn codes(import: &Import) -> Vec<(usize, Code)> {
    import.quarantined.iter().flat_map(|q| q.issues.iter().map(|issue| (q.row, issue.code))).collect()
}

const HEADER: &str = "job_id,heating_requirement_kwh,duration_minutes,earliest_start,latest_end";

mod csv_files;
mod green_button;
mod hostile;
mod json_files;
mod mappings;
mod meters;
mod parquet_files;
mod spreadsheets;
mod times;
mod xml_files;
