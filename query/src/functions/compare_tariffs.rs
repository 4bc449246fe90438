use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{COMPARISON, compare_tariffs};

const SYNTAX: &str = "compare_tariffs(site_id, start, end, tariffs)";

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"Bill of a site's load by each of several tariffs and by the one in force at its start, the cheapest first.
The tariffs are billed whether or not they are in effect then, so that last year's load can be priced by next year's tariffs;
note says so. A tariff that cannot bill the load comes last, with the reason.",
    syntax_example = "compare_tariffs(site_id, start, end, tariffs)",
    sql_example = r#"```sql
SELECT rank, tariff_id, total, difference FROM compare_tariffs('plant-a', '2026-01-01', '2026-02-01', '%');
SELECT * FROM compare_tariffs('plant-a', '2026-01-01', '2026-02-01', ['ind-tou', 'flat-rate']);
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "start", description = "From this timestamp or date."),
    argument(name = "end", description = "To this timestamp or date, excluded."),
    argument(
        name = "tariffs",
        description = "Tariff, as in tariffs; a pattern in which % stands for any text; or a list of either."
    )
)]
#[derive(Debug)]
pub struct CompareTariffs {
    engine: Engine,
}

impl CompareTariffs {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for CompareTariffs {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 4..=4)?;
        let call = arguments.describe();
        let (Some(asked), Some(tariffs)) = (arguments.id_and_span()?, arguments.tariffs(3)?) else {
            return Ok(LazyRows::none(call, &COMPARISON));
        };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| compare_tariffs(&engine.source(), &asked, &tariffs);
        Ok(LazyRows::provider(call, &COMPARISON, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for CompareTariffs {
    fn name(&self) -> &'static str {
        "compare_tariffs"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
