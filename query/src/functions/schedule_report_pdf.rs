use datafusion::logical_expr::ScalarUDF;
use datafusion_macros::user_doc;

use super::support::{Engine, ReportFunction};
use udfs::functions::{Form, schedule_report};

#[user_doc(
    doc_section(label = "Report Functions"),
    description = r"A stored run as a PDF, in bytes: what it costs and saves in plain sentences, load against tariff, Gantt, costs by
charge and period, billed peaks, equipment use, violations and hashes. The same rows give the same bytes. NULL where an argument is NULL. The command
heatsched report writes it to a file.",
    syntax_example = "schedule_report_pdf(run_id [, paper])",
    sql_example = r#"```sql
SELECT run_id, schedule_report_pdf(run_id, 'letter') FROM savings;
```"#,
    argument(name = "run_id", description = "Run, as in optimization_runs."),
    argument(name = "paper", description = "a4 (default) or letter.")
)]
#[derive(Debug)]
struct Documented;

pub fn schedule_report_pdf(engine: Engine) -> ScalarUDF {
    ReportFunction::new(
        "schedule_report_pdf",
        1..=2,
        Documented.doc(),
        |source, texts| schedule_report(source, texts[0], Form::pdf(texts.get(1).copied())?),
        engine,
    )
    .into()
}
