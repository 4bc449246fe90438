use crate::functions::{number_of, text_of};
use crate::model::{Decimal, Equipment, Problem, Span};
use crate::row::{Cell, Row};
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use crate::report::cells::time_of;

/// How much an equipment is used in a schedule, as the view `equipment_utilization` has it.
#[derive(Debug, Clone)]
pub(crate) struct Usage {
    pub equipment_id: String,
    pub equipment_name: String,
    pub jobs: usize,
    pub starts: usize,
    pub capacity_kw: Decimal,
    pub on_hours: Decimal,
    pub on_percent: Decimal,
    pub horizon_hours: Decimal,
    /// Within the horizon; stretches that overlap count once.
    pub unavailable_hours: Decimal,
    pub input_kwh: Decimal,
    pub heat_kwh: Decimal,
    /// Heat by what the capacity would give over the horizon; `None` without capacity.
    pub utilization_percent: Option<Decimal>,
    pub peak_heat_kw: Decimal,
    pub job_energy_cost: Decimal,
}

/// Equipment that is never on has zeros.
pub(crate) fn usages(problem: &Problem, assignments: &[Row], runs: &[Row], load: &[Row]) -> Vec<Usage> {
    problem.equipment.iter().map(|equipment| usage(problem, equipment, assignments, runs, load)).collect()
}

fn usage(problem: &Problem, equipment: &Equipment, assignments: &[Row], runs: &[Row], load: &[Row]) -> Usage {
    let id = &equipment.equipment_id;
    let of = |rows: &[Row]| rows.iter().filter(|row| text_of(row, "equipment_id") == *id).cloned().collect::<Vec<_>>();
    let (assignments, runs, load) = (of(assignments), of(runs), of(load));
    let span = problem.horizon.span();
    let horizon = hours((span.end - span.start).num_seconds());
    let on_hours = hours(runs.iter().map(seconds_on).sum());
    let interval = |kw: Decimal| kw * Decimal::from(problem.horizon.interval_minutes) / Decimal::from(60);
    let sum = |column: &str| load.iter().map(|row| number_of(row, column)).sum::<Decimal>();
    let heat_kwh = interval(sum("thermal_kw"));
    let possible = equipment.capacity_kw * horizon;
    Usage {
        equipment_id: id.clone(),
        equipment_name: equipment.equipment_name.clone(),
        jobs: assignments.len(),
        starts: runs.iter().filter(|row| row.get("start_counted") == Some(&Cell::Bool(true))).count(),
        capacity_kw: equipment.capacity_kw,
        on_hours: round(on_hours, 2),
        on_percent: percent(on_hours, horizon).unwrap_or_default(),
        horizon_hours: round(horizon, 2),
        unavailable_hours: round(hours(seconds_unavailable(problem, id)), 2),
        input_kwh: round(interval(sum("electric_kw") + sum("fuel_kw")), 6),
        heat_kwh: round(heat_kwh, 6),
        utilization_percent: percent(heat_kwh, possible),
        peak_heat_kw: load.iter().map(|row| number_of(row, "thermal_kw")).max().unwrap_or_default(),
        job_energy_cost: assignments.iter().map(|row| number_of(row, "energy_cost")).sum(),
    }
}

fn seconds_on(run: &Row) -> i64 {
    match (time_of(run, "on"), time_of(run, "off")) {
        (Some(on), Some(off)) => (off - on).num_seconds(),
        _ => 0,
    }
}

fn seconds_unavailable(problem: &Problem, equipment_id: &str) -> i64 {
    let horizon = problem.horizon.span();
    let own = problem.availability.iter().filter(|outage| outage.equipment_id == equipment_id);
    let mut spans: Vec<Span> = own.map(|outage| outage.span).filter(|span| span.overlaps(&horizon)).collect();
    spans.sort_by_key(|span| span.start);
    let (mut seconds, mut from) = (0, horizon.start);
    for span in spans {
        let (start, end) = (span.start.max(from), span.end.min(horizon.end));
        seconds += (end - start).num_seconds().max(0);
        from = from.max(end);
    }
    seconds
}

fn hours(seconds: i64) -> Decimal {
    Decimal::from(seconds) / Decimal::from(3600)
}

fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    (part * Decimal::ONE_HUNDRED).checked_div(whole).map(|percent| round(percent, 2))
}

fn round(value: Decimal, scale: u32) -> Decimal {
    value.round_dp_with_strategy(scale, MidpointAwayFromZero)
}
