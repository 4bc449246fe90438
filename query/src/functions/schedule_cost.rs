use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{SCHEDULE_COST, schedule_cost};

const SYNTAX: &str = "schedule_cost(run_id)";

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"What a stored run costs by kind of charge, next to its FIFO baseline: a row for each kind that either bill has,
and one for the total.",
    syntax_example = "schedule_cost(run_id)",
    sql_example = r#"```sql
SELECT charge, cost, baseline_cost, savings FROM schedule_cost('3f2a9c0d11e4b7a6');
```"#,
    argument(name = "run_id", description = "Run, as in optimization_runs.")
)]
#[derive(Debug)]
pub struct ScheduleCost {
    engine: Engine,
}

impl ScheduleCost {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ScheduleCost {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(run_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &SCHEDULE_COST)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| schedule_cost(&engine.source(), &run_id);
        Ok(LazyRows::provider(call, &SCHEDULE_COST, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for ScheduleCost {
    fn name(&self) -> &'static str {
        "schedule_cost"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
