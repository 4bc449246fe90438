use crate::Issues;
use crate::functions::{Source, number_of, provenance, schedule_cost, text_of};
use crate::model::{Problem, ScheduleKind};
use crate::row::Row;
use crate::stored::{WHOLE_SITE, run_problem};
use crate::tables::{
    COST_LINES, EQUIPMENT_RUNS, LOAD_PROFILE, OPTIMIZATION_RUNS, SCHEDULE_ASSIGNMENTS, Table, VIOLATIONS,
};
use crate::tariff::{Calendar, Stretch};

use crate::report::cells::time_of;
use crate::report::usage::{Usage, usages};

/// What a report of one stored run is made from: its rows, and the problem that is kept in them.
#[derive(Debug, Clone)]
pub struct Report {
    pub(crate) run_id: String,
    pub(crate) run: Row,
    pub(crate) problem: Problem,
    pub(crate) plan: Rows,
    pub(crate) baseline: Rows,
    /// As the function `schedule_cost` has them.
    pub(crate) costs: Vec<Row>,
    /// As the function `provenance` has them.
    pub(crate) provenance: Vec<Row>,
    /// Of the tariff over the horizon.
    pub(crate) rates: Vec<Stretch>,
}

/// The rows of one schedule of a run.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    pub kind: ScheduleKind,
    /// By equipment and start.
    pub assignments: Vec<Row>,
    pub runs: Vec<Row>,
    /// Of the whole site, by start.
    pub load: Vec<Row>,
    pub bill: Vec<Row>,
    pub violations: Vec<Row>,
    pub usage: Vec<Usage>,
}

impl Report {
    /// Reads a run. An id that is not in `optimization_runs` is an error that names some that are.
    pub fn read(source: &Source<'_>, run_id: &str) -> Result<Self, Issues> {
        let run = source.row(&OPTIMIZATION_RUNS, "run_id", run_id)?;
        let problem = run_problem(source.store, source.tenant, run_id)?;
        Ok(Self {
            run_id: run_id.to_string(),
            plan: Rows::read(source, run_id, ScheduleKind::Optimized, &problem)?,
            baseline: Rows::read(source, run_id, ScheduleKind::Baseline, &problem)?,
            costs: schedule_cost(source, run_id)?,
            provenance: provenance(source, run_id)?,
            rates: Calendar::new(&problem.tariff, problem.site.time_zone)?.stretches(problem.horizon.span())?,
            run,
            problem,
        })
    }

    /// The currency of every amount, ISO 4217.
    pub(crate) fn currency(&self) -> String {
        text_of(&self.run, "currency")
    }

    pub(crate) fn both(&self) -> [&Rows; 2] {
        [&self.plan, &self.baseline]
    }
}

impl Rows {
    pub fn read(source: &Source<'_>, run_id: &str, kind: ScheduleKind, problem: &Problem) -> Result<Self, Issues> {
        let of = [("run_id", run_id), ("schedule_kind", kind.as_str())];
        let read = |table: &'static Table| source.rows(table, &of);
        let (mut load, parts): (Vec<Row>, Vec<Row>) =
            read(&LOAD_PROFILE)?.into_iter().partition(|row| text_of(row, "equipment_id") == WHOLE_SITE);
        load.sort_by_key(|row| time_of(row, "start"));
        let mut assignments = read(&SCHEDULE_ASSIGNMENTS)?;
        assignments
            .sort_by_key(|row| (text_of(row, "equipment_id"), time_of(row, "scheduled_start"), text_of(row, "job_id")));
        let mut bill = read(&COST_LINES)?;
        bill.sort_by_key(|row| number_of(row, "line_no"));
        let mut violations = read(&VIOLATIONS)?;
        violations.sort_by_key(|row| number_of(row, "violation_no"));
        let runs = read(&EQUIPMENT_RUNS)?;
        let usage = usages(problem, &assignments, &runs, &parts);
        Ok(Self { kind, assignments, runs, load, bill, violations, usage })
    }

    /// `Plan` or `FIFO`.
    pub fn name(&self) -> &'static str {
        match self.kind {
            ScheduleKind::Optimized => "Plan",
            ScheduleKind::Baseline => "FIFO",
        }
    }
}
