use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::Basis;
use crate::error::{Code, Issue, Issues, Place};
use crate::functions::{Source, number_of, text_of};
use crate::model::{Decimal, Instant, ScheduleKind, Span};
use crate::plan;
use crate::row::{Cell, Row};
use crate::stored::{self, Overrides, Versions, WHOLE_SITE};
use crate::tables::{LOAD_PROFILE, OPTIMIZATION_RUNS};

/// What a schedule is expected to cost and to draw.
#[derive(Debug)]
pub(super) struct Expected {
    pub schedule_id: String,
    pub basis: Basis,
    /// Local, of the start of its horizon: its cost is counted there.
    pub date: NaiveDate,
    pub cost: Decimal,
    pub baseline_cost: Decimal,
    pub violations: Decimal,
    pub load: Vec<Load>,
}

/// Mean power of the whole site in an interval.
#[derive(Debug)]
pub(super) struct Load {
    pub span: Span,
    pub electric_kw: Decimal,
    pub thermal_kw: Decimal,
}

impl Load {
    /// Heat in kWh within a span.
    pub fn heat_kwh(&self, within: &Span) -> Decimal {
        let time: TimeDelta = self.span.end.min(within.end) - self.span.start.max(within.start);
        self.thermal_kw * Decimal::from(time.num_seconds().max(0)) / Decimal::from(3600)
    }
}

/// By the schedule's current run; by first in, first out where there is none that has a plan.
pub(super) fn expected(
    source: &Source<'_>,
    versions: &Versions,
    schedule: &Row,
    zone: Tz,
    currency: &str,
) -> Result<Expected, Issues> {
    let run = versions.current_run(source.store, source.tenant, schedule)?;
    match run.filter(|run| text_of(run, "status") != "no_solution") {
        Some(run) => planned(source, &run, zone, currency),
        None => baseline(source, &text_of(schedule, "schedule_id"), zone),
    }
}

fn planned(source: &Source<'_>, run: &Row, zone: Tz, currency: &str) -> Result<Expected, Issues> {
    let run_id = text_of(run, "run_id");
    let place = || Place::new(OPTIMIZATION_RUNS.name).key(&run_id);
    if text_of(run, "currency") != currency {
        let message = format!("the run is in {}, the site's currency is {currency}", text_of(run, "currency"));
        return Err(Issue::error(Code::OutOfRange, place().column("currency"), message, "plan it anew").into());
    }
    let site_id = text_of(run, "site_id");
    let kind = ScheduleKind::Optimized.as_str();
    let of =
        [("site_id", site_id.as_str()), ("run_id", &run_id), ("schedule_kind", kind), ("equipment_id", WHOLE_SITE)];
    let load = source.rows(&LOAD_PROFILE, &of)?.iter().filter_map(load_of).collect();
    let start = time_of(run, "horizon_start").ok_or_else(|| {
        Issue::error(Code::MissingField, place().column("horizon_start"), "no value", "restore the row")
    })?;
    Ok(Expected {
        schedule_id: text_of(run, "schedule_id"),
        basis: Basis::Plan,
        date: start.with_timezone(&zone).date_naive(),
        cost: number_of(run, "total_cost"),
        baseline_cost: number_of(run, "baseline_cost"),
        violations: number_of(run, "constraints_violated"),
        load,
    })
}

fn baseline(source: &Source<'_>, schedule_id: &str, zone: Tz) -> Result<Expected, Issues> {
    let (problem, _) = stored::problem(source.store, source.tenant, schedule_id, &Overrides::default())?;
    let result = plan::baseline(&problem)?;
    let load = result.profile.intervals.iter().map(|interval| Load {
        span: interval.span,
        electric_kw: interval.electric_kw,
        thermal_kw: interval.thermal_kw,
    });
    Ok(Expected {
        schedule_id: schedule_id.to_string(),
        basis: Basis::Baseline,
        date: problem.horizon.start.with_timezone(&zone).date_naive(),
        cost: result.cost.total,
        baseline_cost: result.cost.total,
        violations: Decimal::from(result.violations.len()),
        load: load.collect(),
    })
}

fn load_of(row: &Row) -> Option<Load> {
    let span = Span { start: time_of(row, "start")?, end: time_of(row, "end")? };
    Some(Load { span, electric_kw: number_of(row, "electric_kw"), thermal_kw: number_of(row, "thermal_kw") })
}

pub(super) fn time_of(row: &Row, name: &str) -> Option<Instant> {
    match row.get(name) {
        Some(Cell::Time(at)) => Some(*at),
        _ => None,
    }
}
