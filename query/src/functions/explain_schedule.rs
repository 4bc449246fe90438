use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{EXPLAINED, explain_schedule};

const SYNTAX: &str = "explain_schedule(run_id)";

#[user_doc(
    doc_section(label = "Checking Functions"),
    description = r"Why each job of a stored run is where it is: what the job costs there, with all others as they are, the next best
place and what the run would cost more with the job there, and what keeps the job from the place that looks cheapest by its
own energy: a rule, a job in the way, or a peak that it would raise. Costs are before rounding, without fixed charges, minimum
charges and tax.",
    syntax_example = "explain_schedule(run_id)",
    sql_example = r#"```sql
SELECT job_id, cost_here, cost_increase, binding, message FROM explain_schedule('3f2a9c0d11e4b7a6');
```"#,
    argument(name = "run_id", description = "Run, as in optimization_runs.")
)]
#[derive(Debug)]
pub struct ExplainSchedule {
    engine: Engine,
}

impl ExplainSchedule {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ExplainSchedule {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(run_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &EXPLAINED)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| explain_schedule(&engine.source(), &run_id);
        Ok(LazyRows::provider(call, &EXPLAINED, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for ExplainSchedule {
    fn name(&self) -> &'static str {
        "explain_schedule"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
