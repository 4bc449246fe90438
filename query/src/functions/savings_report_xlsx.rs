use datafusion::logical_expr::ScalarUDF;
use datafusion_macros::user_doc;

use super::support::{Engine, ReportFunction};
use udfs::functions::{Form, Ids, savings_report};

#[user_doc(
    doc_section(label = "Report Functions"),
    description = r"What the current runs of one or more sites save against FIFO as an Excel workbook, in bytes: by month, site, charge and tariff
period, with hashes. A schedule counts in the month of its date; currencies are not added up. The same rows give the same bytes. NULL where an argument is NULL. The command
heatsched report writes it to a file.",
    syntax_example = "savings_report_xlsx(site_id, first_month, last_month)",
    sql_example = r#"```sql
SELECT savings_report_xlsx('plant-%', '2026-01', '2026-12');
```"#,
    argument(name = "site_id", description = "Site, as in sites, or a pattern such as 'plant-%'."),
    argument(name = "first_month", description = "From this month, such as 2026-01."),
    argument(name = "last_month", description = "To this month, included.")
)]
#[derive(Debug)]
struct Documented;

pub fn savings_report_xlsx(engine: Engine) -> ScalarUDF {
    ReportFunction::new(
        "savings_report_xlsx",
        3..=3,
        Documented.doc(),
        |source, texts| savings_report(source, &Ids::new(vec![texts[0].to_string()]), [texts[1], texts[2]], Form::Xlsx),
        engine,
    )
    .into()
}
