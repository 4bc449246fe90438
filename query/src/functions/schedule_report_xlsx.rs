use datafusion::logical_expr::ScalarUDF;
use datafusion_macros::user_doc;

use super::support::{Engine, ReportFunction};
use udfs::functions::{Form, schedule_report};

#[user_doc(
    doc_section(label = "Report Functions"),
    description = r"A stored run as an Excel workbook, in bytes: what it costs and saves in plain sentences, load against tariff, Gantt, costs by
charge and period, billed peaks, equipment use, violations and hashes. The same rows give the same bytes. NULL where an argument is NULL. The command
heatsched report writes it to a file.",
    syntax_example = "schedule_report_xlsx(run_id)",
    sql_example = r#"```sql
SELECT run_id, schedule_report_xlsx(run_id) FROM savings;
```"#,
    argument(name = "run_id", description = "Run, as in optimization_runs.")
)]
#[derive(Debug)]
struct Documented;

pub fn schedule_report_xlsx(engine: Engine) -> ScalarUDF {
    ReportFunction::new(
        "schedule_report_xlsx",
        1..=1,
        Documented.doc(),
        |source, texts| schedule_report(source, texts[0], Form::Xlsx),
        engine,
    )
    .into()
}
