use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{IMPORTED, import_tariff};
use udfs::tariff_document::Defaults;

const SYNTAX: &str = "import_tariff(document [, time_zone [, currency]])";

#[user_doc(
    doc_section(label = "Tariff Functions"),
    description = r"Stores the tariffs of a document in the warehouse: JSON of heatsched's own form, or of the Utility Rate
Database (URDB). Everything that is wrong, or that cannot be represented, is told at once, and then nothing is stored. The
same document twice changes nothing; a tariff of a known tariff_id replaces all that was stored of it, but for energy prices
where the document has none. A tariff without a time zone needs one here; one of URDB without a currency is in USD.
Explaining or preparing a query stores nothing.",
    syntax_example = "import_tariff(document [, time_zone [, currency]])",
    sql_example = r#"```sql
SELECT tariff_id, status, warnings FROM import_tariff('{"tariff_id": "flat", "currency": "USD", "periods":
    [{"period_category": "any", "energy_rate_kwh": "0.11"}]}', 'America/Chicago');
```"#,
    argument(name = "document", description = "JSON of a tariff, or of several."),
    argument(name = "time_zone", description = "IANA zone of tariffs that name none."),
    argument(name = "currency", description = "ISO 4217 code of the currency of tariffs that name none.")
)]
#[derive(Debug)]
pub struct ImportTariff {
    engine: Engine,
}

impl ImportTariff {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ImportTariff {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=3)?;
        let call = arguments.name().to_string();
        let defaults = Defaults { time_zone: arguments.zone(1)?, currency: arguments.text(2)?, ..Defaults::default() };
        let Some(document) = arguments.text(0)? else { return Ok(LazyRows::none(call, &IMPORTED)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| import_tariff(&engine.source(), &document, &defaults);
        Ok(LazyRows::provider(call, &IMPORTED, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for ImportTariff {
    fn name(&self) -> &'static str {
        "import_tariff"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
