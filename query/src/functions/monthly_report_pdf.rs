use datafusion::logical_expr::ScalarUDF;
use datafusion_macros::user_doc;

use super::support::{Engine, ReportFunction};
use udfs::functions::{Form, monthly_report};

#[user_doc(
    doc_section(label = "Report Functions"),
    description = r"A site's calendar month as a PDF, in bytes, over the current run of each of its schedules: what the month costs and
saves by charge, tariff period and day, what set its demand charges and when, the bill of the site's own load, and hashes.
The same rows give the same bytes. NULL where an argument is NULL. The command
heatsched report writes it to a file.",
    syntax_example = "monthly_report_pdf(site_id, month [, paper])",
    sql_example = r#"```sql
SELECT monthly_report_pdf('plant-a', '2026-01', 'letter');
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "month", description = "Calendar month, such as 2026-01."),
    argument(name = "paper", description = "a4 (default) or letter.")
)]
#[derive(Debug)]
struct Documented;

pub fn monthly_report_pdf(engine: Engine) -> ScalarUDF {
    ReportFunction::new(
        "monthly_report_pdf",
        2..=3,
        Documented.doc(),
        |source, texts| monthly_report(source, texts[0], texts[1], Form::pdf(texts.get(2).copied())?),
        engine,
    )
    .into()
}
