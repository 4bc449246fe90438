use datafusion::logical_expr::ScalarUDF;
use datafusion_macros::user_doc;

use super::support::{Engine, ReportFunction};
use udfs::functions::{Form, Ids, savings_report};

#[user_doc(
    doc_section(label = "Report Functions"),
    description = r"What the current runs of one or more sites save against FIFO as a PDF, in bytes: by month, site, charge and tariff
period, with hashes. A schedule counts in the month of its date; currencies are not added up. The same rows give the same bytes. NULL where an argument is NULL. The command
heatsched report writes it to a file.",
    syntax_example = "savings_report_pdf(site_id, first_month, last_month [, paper])",
    sql_example = r#"```sql
SELECT savings_report_pdf('plant-%', '2026-01', '2026-12', 'letter');
```"#,
    argument(name = "site_id", description = "Site, as in sites, or a pattern such as 'plant-%'."),
    argument(name = "first_month", description = "From this month, such as 2026-01."),
    argument(name = "last_month", description = "To this month, included."),
    argument(name = "paper", description = "a4 (default) or letter.")
)]
#[derive(Debug)]
struct Documented;

pub fn savings_report_pdf(engine: Engine) -> ScalarUDF {
    ReportFunction::new(
        "savings_report_pdf",
        3..=4,
        Documented.doc(),
        |source, texts| {
            savings_report(
                source,
                &Ids::new(vec![texts[0].to_string()]),
                [texts[1], texts[2]],
                Form::pdf(texts.get(3).copied())?,
            )
        },
        engine,
    )
    .into()
}
