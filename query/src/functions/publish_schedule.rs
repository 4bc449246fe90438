use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, AtStart, Cancelled, DocumentedTable, Engine, LazyRows, Work};
use udfs::functions::publish_schedule;
use udfs::tables::SCHEDULE_VERSIONS;

const SYNTAX: &str = "publish_schedule(run_id)";

#[user_doc(
    doc_section(label = "Planning Functions"),
    description = r"Publishes a run as the plan that the plant follows. The schedule, its jobs and the run do not change from then on. The
same run again changes nothing; another run of a published schedule is refused (HS1601). Postgres notes the role that
published, and makes corrections by revise_schedule.",
    syntax_example = "publish_schedule(run_id)",
    sql_example = r#"```sql
SELECT schedule_id, version, published_run_id FROM publish_schedule('3f2a9c0d11e4b7a6');
```"#,
    argument(name = "run_id", description = "Run, as in optimization_runs.")
)]
#[derive(Debug)]
pub struct PublishSchedule {
    engine: Engine,
}

impl PublishSchedule {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for PublishSchedule {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(run_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &SCHEDULE_VERSIONS)) };
        let engine = self.engine.clone();
        let work = move |start| -> Vec<Work> {
            let (engine, run_id) = (engine.clone(), run_id.clone());
            vec![Arc::new(move |_: Cancelled<'_>| publish_schedule(&engine.source(), &run_id, start))]
        };
        Ok(AtStart::provider(call, &SCHEDULE_VERSIONS, work))
    }
}

impl DocumentedTable for PublishSchedule {
    fn name(&self) -> &'static str {
        "publish_schedule"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
