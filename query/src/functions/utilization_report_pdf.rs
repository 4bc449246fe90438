use datafusion::logical_expr::ScalarUDF;
use datafusion_macros::user_doc;

use super::support::{Engine, ReportFunction};
use udfs::functions::{Form, utilization_report};

#[user_doc(
    doc_section(label = "Report Functions"),
    description = r"How a site's equipment is used by the current run of each of its schedules, as a PDF, in bytes: hours on, idle and
unavailable, starts, input, heat, peak and use of the capacity, beside FIFO, with hashes. The same rows give the same bytes. NULL where an argument is NULL. The command
heatsched report writes it to a file.",
    syntax_example = "utilization_report_pdf(site_id, first_month, last_month [, paper])",
    sql_example = r#"```sql
SELECT utilization_report_pdf('plant-a', '2026-01', '2026-03', 'letter');
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "first_month", description = "From this month, such as 2026-01."),
    argument(name = "last_month", description = "To this month, included."),
    argument(name = "paper", description = "a4 (default) or letter.")
)]
#[derive(Debug)]
struct Documented;

pub fn utilization_report_pdf(engine: Engine) -> ScalarUDF {
    ReportFunction::new(
        "utilization_report_pdf",
        3..=4,
        Documented.doc(),
        |source, texts| utilization_report(source, texts[0], [texts[1], texts[2]], Form::pdf(texts.get(3).copied())?),
        engine,
    )
    .into()
}
