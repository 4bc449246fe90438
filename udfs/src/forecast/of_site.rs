use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::day::of_day;
use super::expected::{Expected, expected, time_of};
use super::{Day, ForecastDay};
use crate::error::Issues;
use crate::functions::{Source, number_of, text_of};
use crate::model::Decimal;
use crate::row::{Cell, Row};
use crate::stored::Versions;
use crate::tables::{HEATING_EQUIPMENT, SCHEDULES};

/// A schedule without an end of its own lasts no longer than that.
const LONGEST: TimeDelta = TimeDelta::days(7);

/// What each of the days costs at a site.
pub fn forecast(
    source: &Source<'_>,
    site_id: &str,
    zone: Tz,
    currency: &str,
    days: &[Day],
) -> Result<Vec<ForecastDay>, Issues> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
    let versions = Versions::read(source.store, source.tenant)?;
    let (mut all, mut refused): (Vec<Expected>, BTreeMap<NaiveDate, Vec<String>>) = Default::default();
    for schedule in source.rows(&SCHEDULES, &[("site_id", site_id)])? {
        let schedule_id = text_of(&schedule, "schedule_id");
        if !may_touch(&schedule, first, last) || versions.is_replaced(&schedule_id) {
            continue;
        }
        match expected(source, &versions, &schedule, zone, currency) {
            Ok(expected) => all.push(expected),
            Err(issues) => {
                let date = date_of(&schedule).unwrap_or(first.date);
                refused.entry(date).or_default().push(left_out(&schedule_id, &issues));
            }
        }
    }
    let capacity_kw: Decimal =
        source.rows(&HEATING_EQUIPMENT, &[("site_id", site_id)])?.iter().map(|row| number_of(row, "capacity_kw")).sum();
    let none = Vec::new();
    let refused = |day: &Day| refused.get(&day.date).unwrap_or(&none).as_slice();
    Ok(days.iter().map(|day| of_day(day, &all, refused(day), capacity_kw)).collect())
}

/// Whether a schedule may start or draw power on one of the days.
fn may_touch(schedule: &Row, first: &Day, last: &Day) -> bool {
    let Some(date) = date_of(schedule) else { return true };
    let ends_later = match time_of(schedule, "horizon_end") {
        Some(end) => end > first.span.start,
        None => date + LONGEST >= first.date,
    };
    date <= last.date && (date >= first.date || ends_later)
}

fn date_of(schedule: &Row) -> Option<NaiveDate> {
    match schedule.get("schedule_date") {
        Some(Cell::Date(date)) => Some(*date),
        _ => None,
    }
}

fn left_out(schedule_id: &str, issues: &Issues) -> String {
    let first = issues.0.first().map(|issue| format!("{} {}: {}", issue.code, issue.place, issue.message));
    format!("{schedule_id} is left out: {}", first.unwrap_or_default())
}
