use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{DELETED, delete_schedule};

const SYNTAX: &str = "delete_schedule(schedule_id)";

#[user_doc(
    doc_section(label = "Planning Functions"),
    description = r"Deletes a schedule that is not published, with its jobs and runs, and in Postgres with its requests.",
    syntax_example = "delete_schedule(schedule_id)",
    sql_example = r#"```sql
SELECT * FROM delete_schedule('S-2026-01-05');
```"#,
    argument(name = "schedule_id", description = "Schedule, as in schedules.")
)]
#[derive(Debug)]
pub struct DeleteSchedule {
    engine: Engine,
}

impl DeleteSchedule {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for DeleteSchedule {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(schedule_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &DELETED)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| delete_schedule(&engine.source(), &schedule_id);
        Ok(LazyRows::provider(call, &DELETED, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for DeleteSchedule {
    fn name(&self) -> &'static str {
        "delete_schedule"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
