use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{CAUSES, explain_bill};

const SYNTAX: &str = "explain_bill(site_id, start, end [, demand_allocation])";

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"What set each peak on the bill of a site's load: for every demand charge and billing month the metering
window, the kW that are billed and why (the peak itself, a ratchet and the month it holds to, a minimum, contracted power),
and what demand would have cost less, in all months of the bill, had the peak been one kW lower. One row for each piece of
equipment that drew power then by the plan of a stored run, of a published schedule first, and one for the site's load.",
    syntax_example = "explain_bill(site_id, start, end [, demand_allocation])",
    sql_example = r#"```sql
SELECT month, charge, at, equipment_id, equipment_kw, billed_kw, set_by, saved_by_one_kw
FROM explain_bill('plant-a', '2026-01-01', '2026-02-01');
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "start", description = "From this timestamp or date."),
    argument(name = "end", description = "To this timestamp or date, excluded."),
    argument(
        name = "demand_allocation",
        description = "marginal (default): the whole of each demand charge; prorated: the time's share of its month."
    )
)]
#[derive(Debug)]
pub struct ExplainBill {
    engine: Engine,
}

impl ExplainBill {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ExplainBill {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 3..=4)?;
        let call = arguments.describe();
        let allocation = arguments.allocation(3)?;
        let Some(asked) = arguments.id_and_span()? else {
            return Ok(LazyRows::none(call, &CAUSES));
        };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| explain_bill(&engine.source(), &asked, allocation);
        Ok(LazyRows::provider(call, &CAUSES, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for ExplainBill {
    fn name(&self) -> &'static str {
        "explain_bill"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
