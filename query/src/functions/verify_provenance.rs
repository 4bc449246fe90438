use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::provenance::runs_of;
use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows, row, text, text_of};
use udfs::error::{Issue, Issues};
use udfs::row::{Cell, Row};
use udfs::stored;
use udfs::tables::Kind::{Bool, Text};
use udfs::tables::{
    COST_LINES, EQUIPMENT_RUNS, JOB_MOVES, LOAD_PROFILE, OPTIMIZATION_RUNS, SCHEDULE_ASSIGNMENTS, Table, VIOLATIONS,
    optional, required,
};

const SYNTAX: &str = "verify_provenance(id)";

static LINKS: Table = Table {
    name: "verify_provenance",
    comment: "Which links of a run's chain of hashes hold",
    columns: &[
        required("run_id", Text, "", "Run, as in optimization_runs"),
        required("link", Text, "", "Table of the run"),
        required("valid", Bool, "", "Whether its rows are what the run wrote"),
        optional("code", Text, "", "Stable code, where it is broken"),
        optional("subject", Text, "", "Row and column that break it"),
        optional("message", Text, "", "What is stored, and what is right"),
        optional("fix", Text, "", "What to do"),
    ],
    key: &["run_id", "link", "subject"],
    partition: &[],
};

static LINKED: [&Table; 7] =
    [&OPTIMIZATION_RUNS, &SCHEDULE_ASSIGNMENTS, &EQUIPMENT_RUNS, &LOAD_PROFILE, &COST_LINES, &VIOLATIONS, &JOB_MOVES];

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
        let Some(id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &LINKS)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| links(&engine, &id);
        Ok(LazyRows::provider(call, &LINKS, vec![Arc::new(work)]))
    }
}

fn links(engine: &Engine, id: &str) -> Result<Vec<Row>, Issues> {
    let mut rows = Vec::new();
    for run in runs_of(engine, id)? {
        let run_id = text_of(&run, "run_id");
        let broken = stored::verify_run(engine.store.as_ref(), &engine.tenant, &run_id)?;
        rows.extend(broken.0.iter().map(|issue| link(&run_id, &issue.place.source, Some(issue))));
        // a broken problem leaves nothing to compare the other tables with
        let unchecked = broken.0.iter().any(|issue| {
            issue.place.source == OPTIMIZATION_RUNS.name && issue.place.column.as_deref() == Some("problem")
        });
        let intact = |table: &&&Table| !unchecked && broken.0.iter().all(|issue| issue.place.source != table.name);
        rows.extend(LINKED.iter().filter(intact).map(|table| link(&run_id, table.name, None)));
    }
    Ok(rows)
}

fn link(run_id: &str, link: &str, issue: Option<&Issue>) -> Row {
    let told = |tell: fn(&Issue) -> String| issue.map_or(Cell::Null, |issue| text(tell(issue)));
    row([
        ("run_id", text(run_id)),
        ("link", text(link)),
        ("valid", Cell::Bool(issue.is_none())),
        ("code", told(|issue| issue.code.to_string())),
        ("subject", told(|issue| issue.place.to_string())),
        ("message", told(|issue| issue.message.clone())),
        ("fix", told(|issue| issue.fix.clone())),
    ])
}

impl DocumentedTable for VerifyProvenance {
    fn name(&self) -> &'static str {
        "verify_provenance"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
