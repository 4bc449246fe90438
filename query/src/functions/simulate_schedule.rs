use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::error::Issues;
use udfs::functions::{PLANNED, simulate_schedule};
use udfs::plan;
use udfs::row::Row;
use udfs::stored::Overrides;

const SYNTAX: &str = "simulate_schedule(schedule_id, options)";

#[user_doc(
    doc_section(label = "Planning Functions"),
    description = r"Plans a schedule with changes and stores nothing. Options is a JSON object: tariff_id (another tariff),
demand_limit_kw, demand_allocation (marginal or prorated), without_equipment (ids to plan without), and the solver's
gap_tolerance, work_limit, time_limit_seconds, threads and seed; and previous_run_id, freeze_until and move_price, as
optimize_schedule has them. An unknown key is an error that names it.",
    syntax_example = "simulate_schedule(schedule_id, options)",
    sql_example = r#"```sql
SELECT DISTINCT total_cost FROM simulate_schedule('S-2026-01-05', '{"without_equipment": ["E3"], "demand_limit_kw": 900}');
```"#,
    argument(name = "schedule_id", description = "Schedule, as in schedules."),
    argument(name = "options", description = "JSON object: what to change.")
)]
#[derive(Debug)]
pub struct SimulateSchedule {
    engine: Engine,
}

impl SimulateSchedule {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for SimulateSchedule {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 2..=2)?;
        let call = arguments.describe();
        let Some(schedule_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &PLANNED)) };
        let (options, engine) = (arguments.options(1)?, self.engine.clone());
        let work = move |cancelled: Cancelled<'_>| simulate(&engine, &schedule_id, &options, cancelled);
        Ok(LazyRows::provider(call, &PLANNED, vec![Arc::new(work)]))
    }
}

fn simulate(
    engine: &Engine,
    schedule_id: &str,
    options: &Overrides,
    cancelled: Cancelled<'_>,
) -> Result<Vec<Row>, Issues> {
    engine.solve(cancelled, |control| {
        simulate_schedule(&engine.source(), schedule_id, options, |problem| plan::optimize(problem, control))
    })
}

impl DocumentedTable for SimulateSchedule {
    fn name(&self) -> &'static str {
        "simulate_schedule"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
