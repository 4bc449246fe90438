use chrono::TimeDelta;

use super::Overrides;
use super::fields::{fields, find, list, named, text_of};
use super::previous::previous_schedule;
use super::tariff::{current_tariff, tariff_row};
use crate::document::{self, PROBLEM_FORMAT};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Instant, Problem, Span};
use crate::row::{Cell, FromCell, Row, cell_from_json};
use crate::store::{During, Store};
use crate::tables::{
    EQUIPMENT_AVAILABILITY, HEATING_EQUIPMENT, PRODUCTION_JOBS, SCHEDULES, SITE_LOAD, SITES, Table, WORKFORCE_SHIFTS,
};

/// All schedules of a tenant, in order.
pub fn schedule_ids(store: &dyn Store, tenant: &str) -> Result<Vec<String>, Issues> {
    let rows = store.read(&SCHEDULES, &[("tenant_id", tenant)])?;
    let mut ids: Vec<String> = rows.iter().filter_map(|row| text_of(row, "schedule_id")).collect();
    ids.sort();
    Ok(ids)
}

/// The problem of a stored schedule: its jobs, and the equipment, tariff, load and shifts of its site.
pub fn problem(
    store: &dyn Store,
    tenant: &str,
    schedule_id: &str,
    overrides: &Overrides,
) -> Result<(Problem, Issues), Issues> {
    let schedule = find(store, tenant, &SCHEDULES, "schedule_id", schedule_id)?;
    let site_id = text_of(&schedule, "site_id").unwrap_or_default();
    let site = find(store, tenant, &SITES, "site_id", &site_id)?;
    let jobs =
        store.read(&PRODUCTION_JOBS, &[("tenant_id", tenant), ("site_id", &site_id), ("schedule_id", schedule_id)])?;
    let span = planned_span(&schedule, &jobs)?;
    let tariff_id = match &overrides.tariff_id {
        Some(tariff_id) => tariff_id.clone(),
        None => current_tariff(store, tenant, &site_id, span.start)?,
    };
    let of_site = |table: &'static Table| store.read(table, &[("tenant_id", tenant), ("site_id", &site_id)]);
    let near = |table: &'static Table, start_column, end_column| {
        let during = During { start_column, end_column, span: widened(span) };
        store.read_during(table, &[("tenant_id", tenant), ("site_id", &site_id)], &during)
    };
    let plain = |rows: Vec<Row>, drop: &[&str]| list(rows.into_iter().map(|row| fields(row, drop)).collect());
    let mut tariff = tariff_row(store, tenant, &tariff_id)?;
    month_to_date(&mut tariff, &schedule)?;
    let document = named(vec![
        ("format", Cell::Text(PROBLEM_FORMAT.to_string())),
        ("site", Cell::Row(site_fields(&site, &site_id))),
        ("horizon", Cell::Row(horizon_fields(&schedule))),
        ("tariff", Cell::Row(tariff)),
        ("demand_allocation", schedule.get("demand_allocation").cloned().unwrap_or(Cell::Null)),
        ("equipment", plain(of_site(&HEATING_EQUIPMENT)?, &[])),
        ("availability", plain(near(&EQUIPMENT_AVAILABILITY, "unavailable_start", "unavailable_end")?, &[])),
        ("jobs", list(jobs.into_iter().map(job_fields).collect::<Result<_, _>>()?)),
        ("site_load", plain(near(&SITE_LOAD, "start", "end")?, &[])),
        ("shifts", plain(near(&WORKFORCE_SHIFTS, "start", "end")?, &["shift_id"])),
        ("options", json_field(&schedule, "options")?),
    ]);
    let (mut problem, issues) = document::read_problem(&document)?;
    keep_horizon(&mut problem);
    overrides.apply(&mut problem)?;
    if let Some(run_id) = &overrides.previous_run_id {
        problem.previous_schedule = previous_schedule(store, tenant, run_id)?;
    }
    Ok((problem, issues))
}

/// From the schedule's horizon, or else from its jobs.
fn planned_span(schedule: &Row, jobs: &[Row]) -> Result<Span, Issues> {
    let time = |row: &Row, name: &str| row.get(name).and_then(|cell| Instant::from_cell(cell).ok());
    let start =
        time(schedule, "horizon_start").or_else(|| jobs.iter().filter_map(|job| time(job, "earliest_start")).min());
    let end = time(schedule, "horizon_end").or_else(|| jobs.iter().filter_map(|job| time(job, "latest_end")).max());
    if let (Some(start), Some(end)) = (start, end) {
        return Ok(Span { start, end });
    }
    let id = text_of(schedule, "schedule_id").unwrap_or_default();
    let place = Place::new(SCHEDULES.name).key(id);
    Err(Issue::error(Code::EmptyInput, place, "the schedule has no jobs and no horizon", "import jobs for it").into())
}

/// The horizon ends up to an hour outside of what is planned.
fn widened(span: Span) -> Span {
    let hour = TimeDelta::hours(1);
    Span { start: span.start - hour, end: span.end + hour }
}

/// Rows outside of the horizon change nothing, so they must not change the input's hash either.
fn keep_horizon(problem: &mut Problem) {
    let horizon = problem.horizon.span();
    problem.availability.retain(|unavailability| unavailability.span.overlaps(&horizon));
    problem.site_load.retain(|load| load.span.overlaps(&horizon));
    problem.shifts.retain(|shift| shift.span.overlaps(&horizon));
    problem.tariff.prices.retain(|price| price.span.overlaps(&horizon));
}

fn site_fields(site: &Row, site_id: &str) -> Row {
    let mut row = fields(site.clone(), &["site_name", "tariff_id"]);
    row.0.push(("site_id".to_string(), Cell::Text(site_id.to_string())));
    row
}

fn horizon_fields(schedule: &Row) -> Row {
    let cell = |name: &str| schedule.get(name).cloned().unwrap_or(Cell::Null);
    named(vec![
        ("start", cell("horizon_start")),
        ("end", cell("horizon_end")),
        ("interval_minutes", cell("interval_minutes")),
    ])
}

fn json_field(row: &Row, name: &str) -> Result<Cell, Issues> {
    let Some(json) = text_of(row, name) else { return Ok(Cell::Row(Row::default())) };
    cell_from_json(&json).map_err(|message| {
        let place = Place::new(SCHEDULES.name).key(text_of(row, "schedule_id").unwrap_or_default()).column(name);
        Issue::error(Code::Malformed, place, message, "give a JSON object").into()
    })
}

/// Peaks already set this month: by charge name for a charge of its own, by category for the others.
fn month_to_date(tariff: &mut Row, schedule: &Row) -> Result<(), Issues> {
    let Cell::Row(Row(mut peaks)) = json_field(schedule, "month_to_date_peaks")? else { return Ok(()) };
    if let Some((_, Cell::List(charges))) = tariff.0.iter_mut().find(|(name, _)| name == "demand_charges") {
        for charge in charges {
            let Cell::Row(charge) = charge else { continue };
            let name = text_of(charge, "name").unwrap_or_default();
            if let Some(i) = peaks.iter().position(|(known, _)| *known == name) {
                charge.0.push(("month_to_date_peak_kw".to_string(), peaks.remove(i).1));
            }
        }
    }
    tariff.0.push(("month_to_date_peaks".to_string(), Cell::Row(Row(peaks))));
    Ok(())
}

/// Must-run windows are kept as `start/end` pairs.
fn job_fields(job: Row) -> Result<Row, Issues> {
    let mut job = fields(job, &[]);
    let key = text_of(&job, "job_id").unwrap_or_default();
    for (name, cell) in &mut job.0 {
        if name == "must_run_windows"
            && let Cell::Text(text) = cell
        {
            let windows = text.split(',').filter(|pair| !pair.trim().is_empty()).map(|pair| {
                let (start, end) = pair.split_once('/').ok_or_else(|| {
                    let place = Place::new(PRODUCTION_JOBS.name).key(&key).column("must_run_windows");
                    Issue::error(
                        Code::WrongType,
                        place,
                        format!("\"{pair}\" is no start/end pair"),
                        "write 2026-01-05T06:00:00Z/2026-01-05T12:00:00Z",
                    )
                })?;
                let text = |text: &str| Cell::Text(text.trim().to_string());
                Ok(Cell::Row(named(vec![("start", text(start)), ("end", text(end))])))
            });
            *cell = Cell::List(windows.collect::<Result<_, Issue>>()?);
        }
    }
    Ok(job)
}
