use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{RECONCILED, reconcile_bill};

const SYNTAX: &str = "reconcile_bill(site_id, start, end, invoice)";

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"A utility's invoice against our bill of a site's load, line by line: what differs, and whether by the energy
(volume), the rate (price), the demand (peak) or a charge that only one of the two has. The parts of all lines add up to the
difference of the totals.",
    syntax_example = "reconcile_bill(site_id, start, end, invoice)",
    sql_example = r#"```sql
SELECT month, charge, category, status, difference, volume, price, peak, charges
FROM reconcile_bill('plant-a', '2026-01-01', '2026-02-01', '[{"month": "2026-01", "charge": "energy", "category": "on-peak",
    "quantity": 1200, "unit": "kWh", "rate": "0.125", "amount": "150.00"}]');
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "start", description = "From this timestamp or date."),
    argument(name = "end", description = "To this timestamp or date, excluded."),
    argument(
        name = "invoice",
        description = "JSON: a list of lines with month, charge, category, quantity, unit, rate and amount."
    )
)]
#[derive(Debug)]
pub struct ReconcileBill {
    engine: Engine,
}

impl ReconcileBill {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ReconcileBill {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 4..=4)?;
        let call = arguments.name().to_string();
        let (Some(asked), Some(invoice)) = (arguments.id_and_span()?, arguments.text(3)?) else {
            return Ok(LazyRows::none(call, &RECONCILED));
        };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| reconcile_bill(&engine.source(), &asked, &invoice);
        Ok(LazyRows::provider(call, &RECONCILED, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for ReconcileBill {
    fn name(&self) -> &'static str {
        "reconcile_bill"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
