use datafusion::logical_expr::ScalarUDF;
use datafusion_macros::user_doc;

use super::support::{Engine, ReportFunction};
use udfs::functions::{Form, utilization_report};

#[user_doc(
    doc_section(label = "Report Functions"),
    description = r"How a site's equipment is used by the current run of each of its schedules, as an Excel workbook, in bytes: hours on, idle and
unavailable, starts, input, heat, peak and use of the capacity, beside FIFO, with hashes. The same rows give the same bytes. NULL where an argument is NULL. The command
heatsched report writes it to a file.",
    syntax_example = "utilization_report_xlsx(site_id, first_month, last_month)",
    sql_example = r#"```sql
SELECT utilization_report_xlsx('plant-a', '2026-01', '2026-03');
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "first_month", description = "From this month, such as 2026-01."),
    argument(name = "last_month", description = "To this month, included.")
)]
#[derive(Debug)]
struct Documented;

pub fn utilization_report_xlsx(engine: Engine) -> ScalarUDF {
    ReportFunction::new(
        "utilization_report_xlsx",
        3..=3,
        Documented.doc(),
        |source, texts| utilization_report(source, texts[0], [texts[1], texts[2]], Form::Xlsx),
        engine,
    )
    .into()
}
