use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, IdAndSpan, LazyRows, row, text};
use udfs::error::Issues;
use udfs::row::{Cell, Row};
use udfs::stored;
use udfs::tables::Kind::{Rate, Text, Time};
use udfs::tables::{Table, optional, required};
use udfs::tariff::Calendar;

const SYNTAX: &str = "tariff_rates(tariff_id, start, end)";

static RATES: Table = Table {
    name: "tariff_rates",
    comment: "Stretches of time with one rate",
    columns: &[
        required("start", Time, "", "From this instant"),
        required("end", Time, "", "To this instant, excluded"),
        required("energy_rate_kwh", Rate, "currency/kWh", "Energy rate"),
        optional("demand_rate_kw", Rate, "currency/kW", "Demand rate of the category"),
        required("period_category", Text, "", "Category"),
        required("day_type", Text, "", "Day type of the period that applies"),
    ],
    key: &["start"],
    partition: &[],
};

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
        let Some(asked) = IdAndSpan::of(&arguments)? else {
            return Ok(LazyRows::none(call, &RATES));
        };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| rates(&engine, &asked);
        Ok(LazyRows::provider(call, &RATES, vec![Arc::new(work)]))
    }
}

fn rates(engine: &Engine, asked: &IdAndSpan) -> Result<Vec<Row>, Issues> {
    let (tariff, zone) = stored::tariff(engine.store.as_ref(), &engine.tenant, &asked.id)?;
    let calendar = Calendar::new(&tariff, zone)?;
    let segments = calendar.segments(asked.span(zone)?)?;
    let rates = segments.into_iter().map(|segment| {
        row([
            ("start", Cell::Time(segment.span.start)),
            ("end", Cell::Time(segment.span.end)),
            ("energy_rate_kwh", Cell::Number(segment.energy_rate_kwh)),
            ("demand_rate_kw", segment.demand_rate_kw.map_or(Cell::Null, Cell::Number)),
            ("period_category", text(segment.period_category)),
            ("day_type", text(segment.day_type.to_string())),
        ])
    });
    Ok(rates.collect())
}

impl DocumentedTable for TariffRates {
    fn name(&self) -> &'static str {
        "tariff_rates"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
