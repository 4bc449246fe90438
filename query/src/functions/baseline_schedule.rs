use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{PLANNED, baseline_schedule};

const SYNTAX: &str = "baseline_schedule(schedule_id)";

#[user_doc(
    doc_section(label = "Planning Functions"),
    description = r"What the plant would do without the optimiser: jobs first come, first served, blind to prices. Nothing is
stored. The columns are those of schedule_assignments, and the cost and violations of the whole schedule.",
    syntax_example = "baseline_schedule(schedule_id)",
    sql_example = r#"```sql
SELECT job_id, equipment_id, scheduled_start, energy_cost FROM baseline_schedule('S-2026-01-05');
```"#,
    argument(name = "schedule_id", description = "Schedule, as in schedules.")
)]
#[derive(Debug)]
pub struct BaselineSchedule {
    engine: Engine,
}

impl BaselineSchedule {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for BaselineSchedule {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(schedule_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &PLANNED)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| baseline_schedule(&engine.source(), &schedule_id);
        Ok(LazyRows::provider(call, &PLANNED, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for BaselineSchedule {
    fn name(&self) -> &'static str {
        "baseline_schedule"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
