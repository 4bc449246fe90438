use std::sync::{Arc, LazyLock};

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows, number, row, text};
use udfs::error::Issues;
use udfs::model::Tariff;
use udfs::row::{Cell, Row};
use udfs::stored;
use udfs::tables::Kind::{Int, Text};
use udfs::tables::{Table, optional, required};
use udfs::tariff_document::{self, Defaults};

const SYNTAX: &str = "import_tariff(document [, time_zone [, currency]])";

static IMPORTED: LazyLock<Table> = LazyLock::new(|| Table {
    name: "imported",
    comment: "The tariffs that were stored",
    columns: vec![
        required("tariff_id", Text, "", "Tariff, as in tariffs"),
        required("tariff_name", Text, "", "Name for people"),
        required("status", Text, "", "added, changed or unchanged"),
        required("currency", Text, "", "ISO 4217"),
        required("time_zone", Text, "", "IANA zone of its wall-clock rules"),
        required("periods", Int, "", "Rows in tariff_periods"),
        required("demand_charges", Int, "", "Demand charges with hours of their own, or at any time"),
        optional("warnings", Text, "", "What no bill depends on, and was kept or left out"),
    ]
    .leak(),
    key: &["tariff_id"],
    partition: &[],
});

#[user_doc(
    doc_section(label = "Tariff Functions"),
    description = r"Stores the tariffs of a document in the warehouse: JSON of heatsched's own form, or of the Utility Rate
Database (URDB). Everything that is wrong, or that cannot be represented, is told at once, and then nothing is stored. The
same document twice changes nothing. A tariff without a time zone needs one here; one of URDB without a currency is in USD.
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
        let defaults = Defaults { tariff_id: None, time_zone: arguments.zone(1)?, currency: arguments.text(2)? };
        let Some(document) = arguments.text(0)? else { return Ok(LazyRows::none(call, &IMPORTED)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| import(&engine, &document, &defaults);
        Ok(LazyRows::provider(call, &IMPORTED, vec![Arc::new(work)]))
    }
}

/// All tariffs or none.
fn import(engine: &Engine, document: &str, defaults: &Defaults) -> Result<Vec<Row>, Issues> {
    let (tariffs, warnings) = tariff_document::read_with(document, defaults)?;
    let (mut changes, mut rows, mut issues) = (Vec::new(), Vec::new(), Issues::default());
    for tariff in &tariffs {
        match stored::tariff_changes(engine.store.as_ref(), &engine.tenant, tariff, "json", "import_tariff") {
            Ok(further) => {
                let status = stored::stored_before(engine.store.as_ref(), &engine.tenant, &further)?;
                rows.push(imported(tariff, status, &warnings));
                changes.extend(further);
            }
            Err(found) => issues.extend(found),
        }
    }
    if issues.has_errors() {
        return Err(issues);
    }
    engine.store.write(&changes)?;
    Ok(rows)
}

fn imported(tariff: &Tariff, status: &str, warnings: &Issues) -> Row {
    let warnings: Vec<String> = warnings.0.iter().map(|issue| format!("{}: {}", issue.place, issue.message)).collect();
    row([
        ("tariff_id", text(&tariff.tariff_id)),
        ("tariff_name", text(&tariff.tariff_name)),
        ("status", text(status)),
        ("currency", text(tariff.currency.clone().unwrap_or_default())),
        ("time_zone", text(tariff.time_zone.map_or(String::new(), |zone| zone.name().to_string()))),
        ("periods", number(tariff.periods.len())),
        ("demand_charges", number(tariff.demand_charges.len())),
        ("warnings", if warnings.is_empty() { Cell::Null } else { text(warnings.join("; ")) }),
    ])
}

impl DocumentedTable for ImportTariff {
    fn name(&self) -> &'static str {
        "import_tariff"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
