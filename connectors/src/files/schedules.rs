use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use udfs::document::horizon::DEFAULT_INTERVAL_MINUTES;
use udfs::model::{DemandAllocation, Instant};
use udfs::row::{Cell, Row};
use udfs::tables::SCHEDULES;

/// Puts each job that names no schedule into that of its local day.
pub fn assign(rows: &mut [Row], schedule_id: Option<&str>, zone: Tz) {
    let mut dates: BTreeMap<String, NaiveDate> = BTreeMap::new();
    for row in rows.iter_mut() {
        let Some(date) = local_date(row, zone) else { continue };
        let id = match (row.get("schedule_id"), schedule_id) {
            (Some(Cell::Text(id)), _) => id.clone(),
            (_, Some(id)) => id.to_string(),
            _ => format!("S-{date}"),
        };
        let date = match row.get("schedule_date") {
            Some(Cell::Date(given)) => *given,
            _ => date,
        };
        let earliest = dates.entry(id.clone()).or_insert(date);
        *earliest = date.min(*earliest);
        set(row, "schedule_id", Cell::Text(id));
    }
    for row in rows {
        if let Some(Cell::Text(id)) = row.get("schedule_id") {
            let date = dates.get(id).map_or(Cell::Null, |date| Cell::Date(*date));
            set(row, "schedule_date", date);
        }
    }
}

/// Where the row's day is needed, and the zone is not known.
pub fn needs_zone(rows: &[Row]) -> bool {
    let is_null = |row: &Row, name: &str| row.get(name).is_none_or(|cell| *cell == Cell::Null);
    rows.iter().any(|row| is_null(row, "schedule_id") || is_null(row, "schedule_date"))
}

fn local_date(row: &Row, zone: Tz) -> Option<NaiveDate> {
    match row.get("earliest_start") {
        Some(Cell::Time(at)) => Some(local(*at, zone)),
        _ => None,
    }
}

fn local(at: Instant, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

fn set(row: &mut Row, name: &str, value: Cell) {
    if let Some((_, cell)) = row.0.iter_mut().find(|(column, _)| column == name) {
        *cell = value;
    }
}

/// A row of `schedules` for each schedule of the jobs; its reference is that of its first job.
pub fn of_jobs(jobs: &[Row]) -> Vec<Row> {
    let mut schedules: BTreeMap<(String, String), Row> = BTreeMap::new();
    for job in jobs {
        let cell = |name: &str| job.get(name).cloned().unwrap_or(Cell::Null);
        let key = (cell("site_id").describe(), cell("schedule_id").describe());
        schedules.entry(key).or_insert_with(|| {
            let value = |name: &str| match name {
                "interval_minutes" => Cell::Number(DEFAULT_INTERVAL_MINUTES.into()),
                "demand_allocation" => Cell::Text(DemandAllocation::default().as_str().into()),
                "status" => Cell::Text("draft".into()),
                _ => cell(name),
            };
            Row(SCHEDULES.columns.iter().map(|column| (column.name.to_string(), value(column.name))).collect())
        });
    }
    schedules.into_values().collect()
}
