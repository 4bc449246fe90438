use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{FINDINGS, validate_schedule};

const SYNTAX: &str = "validate_schedule(run_id)";

#[user_doc(
    doc_section(label = "Checking Functions"),
    description = r"Hard constraints that a stored run's optimized schedule breaks, found again from its assignments and equipment
runs by rules of the validator's own: a row for each, with by how much and the smallest change that would mend it. No rows:
the schedule is valid.",
    syntax_example = "validate_schedule(run_id)",
    sql_example = r#"```sql
SELECT code, subject, message, fix FROM validate_schedule('3f2a9c0d11e4b7a6');
```"#,
    argument(name = "run_id", description = "Run, as in optimization_runs.")
)]
#[derive(Debug)]
pub struct ValidateSchedule {
    engine: Engine,
}

impl ValidateSchedule {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ValidateSchedule {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(run_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &FINDINGS)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| validate_schedule(&engine.source(), &run_id);
        Ok(LazyRows::provider(call, &FINDINGS, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for ValidateSchedule {
    fn name(&self) -> &'static str {
        "validate_schedule"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
