use datafusion::logical_expr::ScalarUDF;
use datafusion_macros::user_doc;

use super::support::{Engine, ReportFunction};
use udfs::functions::{Form, monthly_report};

#[user_doc(
    doc_section(label = "Report Functions"),
    description = r"A site's calendar month as an Excel workbook, in bytes, over the current run of each of its schedules: what the month costs and
saves by charge, tariff period and day, what set its demand charges and when, the bill of the site's own load, and hashes.
The same rows give the same bytes. NULL where an argument is NULL. The command
heatsched report writes it to a file.",
    syntax_example = "monthly_report_xlsx(site_id, month)",
    sql_example = r#"```sql
SELECT monthly_report_xlsx('plant-a', '2026-01');
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "month", description = "Calendar month, such as 2026-01.")
)]
#[derive(Debug)]
struct Documented;

pub fn monthly_report_xlsx(engine: Engine) -> ScalarUDF {
    ReportFunction::new(
        "monthly_report_xlsx",
        2..=2,
        Documented.doc(),
        |source, texts| monthly_report(source, texts[0], texts[1], Form::Xlsx),
        engine,
    )
    .into()
}
