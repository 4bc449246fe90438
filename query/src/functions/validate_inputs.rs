use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{FINDINGS, validate_inputs};

const SYNTAX: &str = "validate_inputs(schedule_id)";

#[user_doc(
    doc_section(label = "Checking Functions"),
    description = r"Everything that is wrong with the inputs of a schedule, at once: a row for each problem, with its code, the row
and column it is in, and what to do. No rows: it can be planned.",
    syntax_example = "validate_inputs(schedule_id)",
    sql_example = r#"```sql
SELECT code, subject, message, fix FROM validate_inputs('S-2026-01-05') WHERE severity = 'error';
```"#,
    argument(name = "schedule_id", description = "Schedule, as in schedules.")
)]
#[derive(Debug)]
pub struct ValidateInputs {
    engine: Engine,
}

impl ValidateInputs {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ValidateInputs {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(schedule_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &FINDINGS)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| validate_inputs(&engine.source(), &schedule_id);
        Ok(LazyRows::provider(call, &FINDINGS, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for ValidateInputs {
    fn name(&self) -> &'static str {
        "validate_inputs"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
