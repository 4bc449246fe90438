use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::error::Code;
use udfs::functions::{EXPORTED, export_tariff};
use udfs::tariff_document::Form;

const SYNTAX: &str = "export_tariff(tariff_id [, form])";

#[user_doc(
    doc_section(label = "Tariff Functions"),
    description = r"A stored tariff as a JSON document: all of it in heatsched's own form, or in that of the Utility Rate
Database, which refuses by name what that database cannot state.",
    syntax_example = "export_tariff(tariff_id [, form])",
    sql_example = r#"```sql
SELECT document FROM export_tariff('ind-tou');
SELECT document FROM export_tariff('ind-tou', 'urdb');
```"#,
    argument(name = "tariff_id", description = "Tariff, as in tariffs."),
    argument(name = "form", description = "own (default) or urdb.")
)]
#[derive(Debug)]
pub struct ExportTariff {
    engine: Engine,
}

impl ExportTariff {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ExportTariff {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=2)?;
        let call = arguments.describe();
        let form = match arguments.text(1)?.as_deref() {
            None | Some("own") => Form::Own,
            Some("urdb") => Form::Urdb,
            Some(other) => {
                let message = format!("the form \"{other}\" is not one of own, urdb");
                return Err(arguments.refuse(Code::OutOfRange, message, "use own or urdb"));
            }
        };
        let Some(tariff_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &EXPORTED)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| export_tariff(&engine.source(), &tariff_id, form);
        Ok(LazyRows::provider(call, &EXPORTED, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for ExportTariff {
    fn name(&self) -> &'static str {
        "export_tariff"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
