use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{PROVENANCE, provenance};

const SYNTAX: &str = "provenance(id)";

#[user_doc(
    doc_section(label = "Provenance Functions"),
    description = r"The chain of hashes behind a stored run, or behind every run of a schedule: the sets of input rows with
the systems they came from, the problem that was solved, the result.",
    syntax_example = "provenance(id)",
    sql_example = r#"```sql
SELECT link, subject, source_system, hash FROM provenance('S-2026-01-05');
```"#,
    argument(name = "id", description = "Run, as in optimization_runs, or schedule, as in schedules.")
)]
#[derive(Debug)]
pub struct Provenance {
    engine: Engine,
}

impl Provenance {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for Provenance {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &PROVENANCE)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| provenance(&engine.source(), &id);
        Ok(LazyRows::provider(call, &PROVENANCE, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for Provenance {
    fn name(&self) -> &'static str {
        "provenance"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
