use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{TARIFF_RATES, tariff_rates};

const SYNTAX: &str = "tariff_rates(tariff_id, start, end)";

#[user_doc(
    doc_section(label = "Tariff Functions"),
    description = r"Rates of a tariff over time: a row for each longest stretch with one energy rate, one category and one
demand rate. Start and end are timestamps (UTC where no offset is given) or dates (local days of the tariff).",
    syntax_example = "tariff_rates(tariff_id, start, end)",
    sql_example = r#"```sql
SELECT * FROM tariff_rates('ind-tou', '2026-01-05', '2026-01-06');
```"#,
    argument(name = "tariff_id", description = "Tariff, as in tariffs."),
    argument(name = "start", description = "From this timestamp or date."),
    argument(name = "end", description = "To this timestamp or date, excluded.")
)]
#[derive(Debug)]
pub struct TariffRates {
    engine: Engine,
}

impl TariffRates {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for TariffRates {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 3..=3)?;
        let call = arguments.describe();
        let Some(asked) = arguments.id_and_span()? else {
            return Ok(LazyRows::none(call, &TARIFF_RATES));
        };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| tariff_rates(&engine.source(), &asked);
        Ok(LazyRows::provider(call, &TARIFF_RATES, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for TariffRates {
    fn name(&self) -> &'static str {
        "tariff_rates"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
