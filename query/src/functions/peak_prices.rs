use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{PEAK_PRICES, peak_prices};

const SYNTAX: &str = "peak_prices(run_id)";

#[user_doc(
    doc_section(label = "Checking Functions"),
    description = r"What one kW of each peak of a stored run costs, riders included: the part of a demand charge that the horizon
pays for a kW more, and saves with a kW less. 0 below the peak of the month to date, a minimum or a ratchet.",
    syntax_example = "peak_prices(run_id)",
    sql_example = r#"```sql
SELECT charge, month, peak_kw, saved_by_one_kw FROM peak_prices('3f2a9c0d11e4b7a6');
```"#,
    argument(name = "run_id", description = "Run, as in optimization_runs.")
)]
#[derive(Debug)]
pub struct PeakPrices {
    engine: Engine,
}

impl PeakPrices {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for PeakPrices {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(run_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &PEAK_PRICES)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| peak_prices(&engine.source(), &run_id);
        Ok(LazyRows::provider(call, &PEAK_PRICES, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for PeakPrices {
    fn name(&self) -> &'static str {
        "peak_prices"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
