use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{VERIFIED, verify_provenance};

const SYNTAX: &str = "verify_provenance(id)";

#[user_doc(
    doc_section(label = "Provenance Functions"),
    description = r"Recomputes a stored run, or every run of a schedule, from its problem and its schedule: hashes, prices,
every stored row. A row for each table that is as it was written, and a row for each cell that is not.",
    syntax_example = "verify_provenance(id)",
    sql_example = r#"```sql
SELECT link, subject, message FROM verify_provenance('S-2026-01-05') WHERE NOT valid;
```"#,
    argument(name = "id", description = "Run, as in optimization_runs, or schedule, as in schedules.")
)]
#[derive(Debug)]
pub struct VerifyProvenance {
    engine: Engine,
}

impl VerifyProvenance {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for VerifyProvenance {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &VERIFIED)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| verify_provenance(&engine.source(), &id);
        Ok(LazyRows::provider(call, &VERIFIED, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for VerifyProvenance {
    fn name(&self) -> &'static str {
        "verify_provenance"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
