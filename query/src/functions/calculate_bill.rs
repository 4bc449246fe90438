use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{BILL_LINES, calculate_bill};

const SYNTAX: &str = "calculate_bill(site_id, start, end [, demand_allocation])";

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"Bill of a site's load (the table site_load) by the tariff in force at its start, line by line. Start and
end are timestamps (UTC where no offset is given) or dates (local days of the site). The load must cover all of the time,
without a gap or an overlap. A bill over part of a month carries its share of the month's fixed charges, which the line's
quantity shows.",
    syntax_example = "calculate_bill(site_id, start, end [, demand_allocation])",
    sql_example = r#"```sql
SELECT charge, category, quantity, unit, rate, amount FROM calculate_bill('plant-a', '2026-01-01', '2026-02-01');
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
pub struct CalculateBill {
    engine: Engine,
}

impl CalculateBill {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for CalculateBill {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 3..=4)?;
        let call = arguments.describe();
        let allocation = arguments.allocation(3)?;
        let Some(asked) = arguments.id_and_span()? else {
            return Ok(LazyRows::none(call, &BILL_LINES));
        };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| calculate_bill(&engine.source(), &asked, allocation);
        Ok(LazyRows::provider(call, &BILL_LINES, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for CalculateBill {
    fn name(&self) -> &'static str {
        "calculate_bill"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
