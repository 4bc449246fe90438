use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{MAINTAINED, schedule_maintenance};

const SYNTAX: &str = "schedule_maintenance(document)";

#[user_doc(
    doc_section(label = "Plant Functions"),
    description = r"Stores stretches of time in which equipment is off, from a JSON document: an object, or a list of them, with site_id,
equipment_id, unavailable_start, unavailable_end and reason (default maintenance). Everything that is wrong is told at once,
and then nothing is stored. affected_schedules names the schedules whose current plan has the equipment on then: plan them
anew. Postgres also takes the fields as named arguments.",
    syntax_example = "schedule_maintenance(document)",
    sql_example = r#"```sql
SELECT * FROM schedule_maintenance('{"site_id": "plant-a", "equipment_id": "E1",
    "unavailable_start": "2026-01-07T06:00:00Z", "unavailable_end": "2026-01-07T12:00:00Z"}');
```"#,
    argument(name = "document", description = "JSON of a stretch of time, or of a list.")
)]
#[derive(Debug)]
pub struct ScheduleMaintenance {
    engine: Engine,
}

impl ScheduleMaintenance {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ScheduleMaintenance {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.name().to_string();
        let Some(document) = arguments.text(0)? else { return Ok(LazyRows::none(call, &MAINTAINED)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| schedule_maintenance(&engine.source(), &document);
        Ok(LazyRows::provider(call, &MAINTAINED, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for ScheduleMaintenance {
    fn name(&self) -> &'static str {
        "schedule_maintenance"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
