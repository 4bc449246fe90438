use chrono::{DateTime, TimeDelta};
use chrono_tz::Tz;

use super::super::{ReadOptions, read};
use crate::billing::bill;
use crate::error::Issues;
use crate::model::{Cost, Decimal, DemandAllocation, Instant, Span, Tariff};
use crate::row::{Cell, Row, cell_from_json};

pub fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

pub fn instant(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).expect("a time").to_utc()
}

/// A matrix with one index everywhere.
pub fn uniform(index: usize) -> String {
    schedule(|_, _| index)
}

/// A matrix by month (from 0) and hour.
pub fn schedule(index: impl Fn(usize, usize) -> usize) -> String {
    let month = |month| (0..24).map(|hour| index(month, hour).to_string()).collect::<Vec<_>>().join(",");
    format!("[{}]", (0..12).map(|m| format!("[{}]", month(m))).collect::<Vec<_>>().join(","))
}

/// A document with these fields and free energy.
pub fn with(fields: &str) -> String {
    let flat = uniform(0);
    format!(
        r#"{{"label": "t", "energyratestructure": [[{{"rate": 0}}]], "energyweekdayschedule": {flat}, "energyweekendschedule": {flat}, {fields}}}"#
    )
}

pub fn options() -> ReadOptions {
    ReadOptions::default()
}

/// The one tariff of a document that is right.
pub fn tariff(text: &str) -> Tariff {
    tariff_with(text, &options())
}

pub fn tariff_with(text: &str, options: &ReadOptions) -> Tariff {
    match read(text, options) {
        Ok((tariffs, _)) => tariffs.into_iter().next().expect("a tariff"),
        Err(issues) => panic!("{issues}"),
    }
}

/// Codes and paths of what is wrong, warnings too.
pub fn told(text: &str) -> Vec<String> {
    let issues = match read(text, &options()) {
        Ok((_, warnings)) => warnings,
        Err(issues) => issues,
    };
    lines(&issues)
}

pub fn lines(issues: &Issues) -> Vec<String> {
    let line = |issue: &crate::error::Issue| {
        let kind = if issue.severity == crate::error::Severity::Error { "" } else { "warning " };
        format!("{kind}{} {}", issue.code, issue.place.column.clone().unwrap_or_default())
    };
    issues.0.iter().map(line).collect()
}

pub fn object(text: &str) -> Row {
    match cell_from_json(text) {
        Ok(Cell::Row(row)) => row,
        other => panic!("{other:?}"),
    }
}

/// Hourly load of a year from a rule over its hours.
pub fn year(of: i32, kw: impl Fn(usize) -> Decimal) -> Vec<(Span, Decimal)> {
    let start = instant(&format!("{of}-01-01T00:00:00Z"));
    steps(start, 60, 8760, kw)
}

pub fn steps(start: Instant, minutes: i64, count: usize, kw: impl Fn(usize) -> Decimal) -> Vec<(Span, Decimal)> {
    let at = |step: usize| start + TimeDelta::minutes(minutes * i64::try_from(step).expect("a step"));
    (0..count).map(|step| (Span { start: at(step), end: at(step + 1) }, kw(step))).collect()
}

/// The bill in UTC, whenever the tariff is in effect.
pub fn cost(tariff: &Tariff, load: &[(Span, Decimal)]) -> Result<Cost, Issues> {
    let always = Tariff { effective_date: None, expiry_date: None, ..tariff.clone() };
    bill(&always, Tz::UTC, load, DemandAllocation::Marginal).map(|bill| bill.cost)
}

/// Folder of reference data, which is not part of the project.
pub fn data() -> Option<String> {
    let folder = std::env::var("HEATSCHED_SHARED_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data").to_string());
    let found = std::path::Path::new(&folder).join("urdb").is_dir();
    if !found {
        println!("skipped: no reference tariffs in {folder}");
    }
    found.then_some(folder)
}

/// The reference tariffs by name.
pub fn reference() -> Vec<(String, String)> {
    let Some(folder) = data() else { return Vec::new() };
    let entries = std::fs::read_dir(format!("{folder}/urdb")).expect("a folder");
    let mut files: Vec<(String, String)> = entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().replace(".urdb.json", "");
            (name, std::fs::read_to_string(path).expect("a text"))
        })
        .collect();
    files.sort();
    files
}
