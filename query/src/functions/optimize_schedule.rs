use std::sync::{Arc, OnceLock};

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, AtStart, Cancelled, DocumentedTable, Engine, LazyRows, Work, bad_call};
use udfs::error::Issues;
use udfs::functions::{PLANNED, ScheduleIds, check_options, optimize_schedule};
use udfs::model::Instant;
use udfs::plan;
use udfs::row::Row;
use udfs::stored::Overrides;

const SYNTAX: &str = "optimize_schedule(schedule_id [, options])";

#[user_doc(
    doc_section(label = "Planning Functions"),
    description = r"Plans a schedule at the least cost, stores the run in the warehouse and gives its assignments. The same input is
not solved twice: its stored run is found again. Explaining or preparing a query solves nothing. A pattern with % or a list in
brackets plans many schedules, side by side. The columns are those of schedule_assignments, and the cost, status and
violations of the whole plan. Options is a JSON object with any of gap_tolerance, work_limit, time_limit_seconds, threads,
seed and demand_allocation; an unknown key is an error that names it.

To plan anew beside a published plan, give previous_run_id, a stored run. Jobs that it starts before freeze_until keep their
equipment and start; every other job moves only where that saves at least move_price on the bill (default: 5 % of what a job
costs on average). Which jobs moved and why is in job_moves. Costs, lower bound and gap are those of the bill alone.",
    syntax_example = "optimize_schedule(schedule_id [, options])",
    sql_example = r#"```sql
SELECT * FROM optimize_schedule('S-2026-01-05');
SELECT DISTINCT schedule_id, total_cost, baseline_cost FROM optimize_schedule('S-2026-01-%');
SELECT * FROM optimize_schedule(['S-2026-01-05', 'S-2026-01-06'], '{"gap_tolerance": 0.02}');
SELECT * FROM optimize_schedule('S-2026-01-05', '{"previous_run_id": "0123456789abcdef", "freeze_until": "2026-01-05T10:00:00Z"}');
SELECT job_id, from_start, to_start, reason, saves FROM job_moves;
```"#,
    argument(
        name = "schedule_id",
        description = "Schedule, as in schedules; a pattern in which % stands for any text; or a list of either."
    ),
    argument(name = "options", description = "JSON object: how to solve.")
)]
#[derive(Debug)]
pub struct OptimizeSchedule {
    engine: Engine,
}

impl OptimizeSchedule {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for OptimizeSchedule {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=2)?;
        let call = arguments.describe();
        let Some(ids) = arguments.schedules(0)? else { return Ok(LazyRows::none(call, &PLANNED)) };
        let options = arguments.options(1)?;
        check_options(&options).map_err(|issue| bad_call(&issue, SYNTAX))?;
        let workers = if ids.is_one() { 1 } else { args.session().config().target_partitions() };
        let engine = self.engine.clone();
        let work = move |start| {
            let (engine, ids, options) = (engine.clone(), ids.clone(), options.clone());
            let shared = Arc::new(Shared { engine, ids, options, start, schedules: OnceLock::new() });
            (0..workers).map(|worker| share(&shared, worker, workers)).collect()
        };
        Ok(AtStart::provider(call, &PLANNED, work))
    }
}

/// What the workers of one call have in common.
struct Shared {
    engine: Engine,
    ids: ScheduleIds,
    options: Overrides,
    start: Instant,
    schedules: OnceLock<Result<Vec<String>, Issues>>,
}

/// The work of one worker: every so many-th schedule.
fn share(shared: &Arc<Shared>, worker: usize, workers: usize) -> Work {
    let shared = Arc::clone(shared);
    Arc::new(move |cancelled| {
        let schedules = shared.schedules.get_or_init(|| shared.ids.resolve(&shared.engine.source())).clone()?;
        let mut rows = Vec::new();
        for schedule_id in schedules.iter().skip(worker).step_by(workers) {
            rows.extend(optimize(&shared, schedule_id, cancelled)?);
        }
        Ok(rows)
    })
}

fn optimize(shared: &Shared, schedule_id: &str, cancelled: Cancelled<'_>) -> Result<Vec<Row>, Issues> {
    let Shared { engine, options, start, .. } = shared;
    engine.solve(cancelled, |control| {
        optimize_schedule(&engine.source(), schedule_id, options, *start, |problem| plan::optimize(problem, control))
    })
}

impl DocumentedTable for OptimizeSchedule {
    fn name(&self) -> &'static str {
        "optimize_schedule"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
