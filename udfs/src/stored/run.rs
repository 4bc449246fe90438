use chrono::NaiveDate;

use super::fields::{find, named, text_of};
use super::moves;
use crate::document::{assignment_id, problem_from_json, problem_to_json};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Assignment, Decimal, EquipmentRun, Instant, PlanResult, Problem, Schedule};
use crate::plan::Plan;
use crate::provenance::{ENGINE_VERSION, run_id};
use crate::row::{Cell, FromCell, Row};
use crate::store::{Change, Store};
use crate::tables::{
    COST_LINES, EQUIPMENT_RUNS, JOB_MOVES, LOAD_PROFILE, OPTIMIZATION_RUNS, SCHEDULE_ASSIGNMENTS, VIOLATIONS,
};

/// Equipment id of the rows of `load_profile` that are for the whole site.
pub const WHOLE_SITE: &str = "*";

/// The rows of a run: plan and baseline, with all that an auditor needs to recompute them.
pub fn run_changes(tenant: &str, schedule_id: &str, problem: &Problem, plan: &Plan) -> Vec<Change> {
    let writer = RunWriter::new(tenant, schedule_id, problem, &plan.optimized);
    let both = [&plan.baseline, &plan.optimized];
    let rows = |write: &dyn Fn(&PlanResult) -> Vec<Row>| both.iter().flat_map(|result| write(result)).collect();
    vec![
        Change::upsert(&OPTIMIZATION_RUNS, vec![writer.run(&plan.optimized)]),
        Change::upsert(&SCHEDULE_ASSIGNMENTS, rows(&|r| writer.assignments(r))),
        Change::upsert(&EQUIPMENT_RUNS, rows(&|r| writer.equipment_runs(r))),
        Change::upsert(&LOAD_PROFILE, rows(&|r| writer.load_profile(r))),
        Change::upsert(&COST_LINES, rows(&|r| writer.cost_lines(r))),
        Change::upsert(&VIOLATIONS, rows(&|r| writer.violations(r))),
        Change::upsert(&JOB_MOVES, moves::rows(&writer, &plan.optimized)),
    ]
}

/// The assignments of a plan, as `schedule_assignments` has them.
pub fn assignment_rows(tenant: &str, schedule_id: &str, problem: &Problem, result: &PlanResult) -> Vec<Row> {
    RunWriter::new(tenant, schedule_id, problem, result).assignments(result)
}

/// The id under which [`run_changes`] writes a plan.
pub fn result_run_id(schedule_id: &str, result: &PlanResult) -> String {
    run_id(schedule_id, &result.input_hash, (!result.reproducible).then_some(result.provenance_hash.as_str()))
}

pub(super) struct RunWriter<'a> {
    tenant: &'a str,
    schedule_id: &'a str,
    problem: &'a Problem,
    run_id: String,
    date: NaiveDate,
}

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn number(value: impl Into<Decimal>) -> Cell {
    Cell::Number(value.into())
}

fn optional(value: Option<Decimal>) -> Cell {
    value.map_or(Cell::Null, Cell::Number)
}

impl<'a> RunWriter<'a> {
    fn new(tenant: &'a str, schedule_id: &'a str, problem: &'a Problem, result: &PlanResult) -> Self {
        let date = problem.horizon.start.with_timezone(&problem.site.time_zone).date_naive();
        Self { tenant, schedule_id, problem, run_id: result_run_id(schedule_id, result), date }
    }

    pub(super) fn row(&self, kind: Option<&PlanResult>, cells: Vec<(&str, Cell)>) -> Row {
        let mut row = named(vec![
            ("tenant_id", text(self.tenant)),
            ("site_id", text(&self.problem.site.site_id)),
            ("run_id", text(&self.run_id)),
            ("schedule_date", Cell::Date(self.date)),
        ]);
        if let Some(result) = kind {
            row.0.push(("schedule_kind".to_string(), text(result.schedule_kind.as_str())));
        }
        row.0.extend(named(cells).0);
        row
    }

    fn run(&self, result: &PlanResult) -> Row {
        let problem = self.problem;
        let baseline = result.baseline.as_ref();
        self.row(
            None,
            vec![
                ("schedule_id", text(self.schedule_id)),
                ("horizon_start", Cell::Time(problem.horizon.start)),
                ("horizon_end", Cell::Time(problem.horizon.end)),
                ("interval_minutes", number(problem.horizon.interval_minutes)),
                ("demand_allocation", text(problem.demand_allocation.as_str())),
                ("tariff_id", text(&problem.tariff.tariff_id)),
                ("currency", text(&problem.site.currency)),
                ("status", text(result.status.as_str())),
                ("solver", text(&result.solver)),
                ("objective", number(result.cost.objective)),
                ("lower_bound", optional(result.lower_bound)),
                ("gap", optional(result.gap)),
                ("total_cost", number(result.cost.total)),
                ("baseline_cost", optional(baseline.map(|b| b.total))),
                ("savings", optional(result.savings())),
                ("savings_percent", optional(result.savings_percent())),
                ("constraints_violated", number(result.violations.len())),
                ("baseline_violations", number(baseline.map_or(0, |b| b.violations))),
                ("seed", number(result.seed)),
                ("work_units", number(result.work_units)),
                ("solve_seconds", number(result.solve_seconds)),
                ("reproducible", Cell::Bool(result.reproducible)),
                ("engine_version", text(ENGINE_VERSION)),
                ("problem", text(problem_to_json(problem).to_string())),
                ("input_hash", text(&result.input_hash)),
                ("provenance_hash", text(&result.provenance_hash)),
            ],
        )
    }

    fn assignments(&self, result: &PlanResult) -> Vec<Row> {
        let write = |a: &crate::model::PricedAssignment| {
            let job_id = &self.problem.jobs[a.job].job_id;
            self.row(
                Some(result),
                vec![
                    ("assignment_id", text(assignment_id(result.schedule_kind.as_str(), job_id))),
                    ("job_id", text(job_id)),
                    ("equipment_id", text(&self.problem.equipment[a.equipment].equipment_id)),
                    ("scheduled_start", Cell::Time(a.start)),
                    ("scheduled_end", Cell::Time(a.end)),
                    ("power_kw", number(a.power_kw)),
                    ("input_energy_kwh", number(a.input_energy_kwh)),
                    ("energy_cost", number(a.energy_cost)),
                    ("tariff_period", text(&a.tariff_period)),
                    ("demand_contribution_kw", number(a.demand_contribution_kw)),
                ],
            )
        };
        result.assignments.iter().map(write).collect()
    }

    fn equipment_runs(&self, result: &PlanResult) -> Vec<Row> {
        let write = |run: &EquipmentRun| {
            self.row(
                Some(result),
                vec![
                    ("equipment_id", text(&self.problem.equipment[run.equipment].equipment_id)),
                    ("on", Cell::Time(run.on)),
                    ("off", Cell::Time(run.off)),
                    ("start_counted", Cell::Bool(run.start_counted)),
                ],
            )
        };
        result.runs.iter().map(write).collect()
    }

    /// The whole site, then each equipment in the intervals in which it draws anything.
    fn load_profile(&self, result: &PlanResult) -> Vec<Row> {
        let hours = Decimal::from(self.problem.horizon.interval_minutes) / Decimal::from(60);
        let mut rows = Vec::new();
        for (i, interval) in result.profile.intervals.iter().enumerate() {
            let mut push = |equipment_id: &str, electric: Decimal, thermal: Decimal, fuel: Decimal, site: Decimal| {
                let cells = vec![
                    ("start", Cell::Time(interval.span.start)),
                    ("end", Cell::Time(interval.span.end)),
                    ("equipment_id", text(equipment_id)),
                    ("electric_kw", number(electric)),
                    ("thermal_kw", number(thermal)),
                    ("fuel_kw", number(fuel)),
                    ("site_load_kw", number(site)),
                    ("electric_kwh", number(electric * hours)),
                ];
                rows.push(self.row(Some(result), cells));
            };
            push(WHOLE_SITE, interval.electric_kw, interval.thermal_kw, interval.fuel_kw, interval.site_load_kw);
            for (equipment, input) in self.problem.equipment.iter().zip(&result.profile.equipment_input_kwh) {
                let input_kw = input.get(i).copied().unwrap_or_default() / hours;
                if input_kw.is_zero() {
                    continue;
                }
                let (electric, fuel) =
                    if equipment.is_electric() { (input_kw, Decimal::ZERO) } else { (Decimal::ZERO, input_kw) };
                push(&equipment.equipment_id, electric, input_kw * equipment.efficiency.factor(), fuel, Decimal::ZERO);
            }
        }
        rows
    }

    fn cost_lines(&self, result: &PlanResult) -> Vec<Row> {
        let write = |(i, line): (usize, &crate::model::BillLine)| {
            self.row(
                Some(result),
                vec![
                    ("line_no", number(i + 1)),
                    ("month", text(&line.month)),
                    ("charge", text(&line.charge)),
                    ("category", text(&line.category)),
                    ("quantity", number(line.quantity)),
                    ("unit", text(&line.unit)),
                    ("rate", optional(line.rate)),
                    ("amount", number(line.amount)),
                    ("at", line.at.map_or(Cell::Null, Cell::Time)),
                ],
            )
        };
        result.cost.lines.iter().enumerate().map(write).collect()
    }

    fn violations(&self, result: &PlanResult) -> Vec<Row> {
        let write = |(i, violation): (usize, &crate::model::Violation)| {
            self.row(
                Some(result),
                vec![
                    ("violation_no", number(i + 1)),
                    ("code", text(violation.code.as_str())),
                    ("subject", text(&violation.subject)),
                    ("message", text(&violation.message)),
                    ("amount", number(violation.amount)),
                    ("unit", text(&violation.unit)),
                    ("fix", text(&violation.fix)),
                ],
            )
        };
        result.violations.iter().enumerate().map(write).collect()
    }
}

/// The problem that a stored run solved.
pub fn run_problem(store: &dyn Store, tenant: &str, run_id: &str) -> Result<Problem, Issues> {
    let run = find(store, tenant, &OPTIMIZATION_RUNS, "run_id", run_id)?;
    let (problem, _) = problem_from_json(&text_of(&run, "problem").unwrap_or_default())?;
    Ok(problem)
}

/// The schedule of a stored run, from its assignments and equipment runs alone.
pub fn run_schedule(
    store: &dyn Store,
    tenant: &str,
    run_id: &str,
    kind: &str,
    problem: &Problem,
) -> Result<Schedule, Issues> {
    let filter = [("tenant_id", tenant), ("run_id", run_id), ("schedule_kind", kind)];
    let mut schedule = Schedule::default();
    for row in store.read(&SCHEDULE_ASSIGNMENTS, &filter)? {
        schedule.assignments.push(Assignment {
            job: index(&row, "job_id", run_id, |id| problem.job_index(id))?,
            equipment: index(&row, "equipment_id", run_id, |id| problem.equipment_index(id))?,
            start: instant(&row, "scheduled_start", run_id)?,
        });
    }
    for row in store.read(&EQUIPMENT_RUNS, &filter)? {
        schedule.runs.push(EquipmentRun {
            equipment: index(&row, "equipment_id", run_id, |id| problem.equipment_index(id))?,
            on: instant(&row, "on", run_id)?,
            off: instant(&row, "off", run_id)?,
            start_counted: row.get("start_counted") != Some(&Cell::Bool(false)),
        });
    }
    schedule.sort();
    Ok(schedule)
}

fn index(row: &Row, column: &str, run_id: &str, find: impl Fn(&str) -> Option<usize>) -> Result<usize, Issues> {
    let id = text_of(row, column).unwrap_or_default();
    find(&id).ok_or_else(|| changed(column, format!("\"{id}\" is not in the problem of run {run_id}")))
}

fn instant(row: &Row, column: &str, run_id: &str) -> Result<Instant, Issues> {
    let at = row.get(column).and_then(|cell| Instant::from_cell(cell).ok());
    at.ok_or_else(|| changed(column, format!("no time in run {run_id}")))
}

fn changed(column: &str, message: String) -> Issues {
    let place = Place::new(SCHEDULE_ASSIGNMENTS.name).column(column);
    Issue::error(Code::HashMismatch, place, message, "the run was changed; solve it again").into()
}
