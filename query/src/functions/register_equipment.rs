use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows};
use udfs::functions::{REGISTERED, register_equipment};

const SYNTAX: &str = "register_equipment(document)";

#[user_doc(
    doc_section(label = "Plant Functions"),
    description = r"Stores the furnaces, boilers and heat pumps of a JSON document: an object, or a list of them, with the columns of
heating_equipment; what is left out has its default, as in a file that is imported. Everything that is wrong is told at once,
and then nothing is stored. The same document twice changes nothing. Postgres also takes the columns as named arguments.",
    syntax_example = "register_equipment(document)",
    sql_example = r#"```sql
SELECT * FROM register_equipment('{"site_id": "plant-a", "equipment_id": "E9", "capacity_kw": 240,
    "efficiency_percent": 95, "max_temperature_c": 900}');
```"#,
    argument(name = "document", description = "JSON of an equipment, or of a list.")
)]
#[derive(Debug)]
pub struct RegisterEquipment {
    engine: Engine,
}

impl RegisterEquipment {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for RegisterEquipment {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.name().to_string();
        let Some(document) = arguments.text(0)? else { return Ok(LazyRows::none(call, &REGISTERED)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| register_equipment(&engine.source(), &document);
        Ok(LazyRows::provider(call, &REGISTERED, vec![Arc::new(work)]))
    }
}

impl DocumentedTable for RegisterEquipment {
    fn name(&self) -> &'static str {
        "register_equipment"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
