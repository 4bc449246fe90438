use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows, number, row, text};
use udfs::error::Issues;
use udfs::explain::{self, PeakPrice};
use udfs::model::ScheduleKind;
use udfs::row::{Cell, Row};
use udfs::stored;
use udfs::tables::Kind::{Money, Quantity, Text, Time};
use udfs::tables::{Table, required};

const SYNTAX: &str = "peak_prices(run_id)";

static PRICES: Table = Table {
    name: "peak_prices",
    comment: "What a kW of each peak of a run costs",
    columns: &[
        required("run_id", Text, "", "Run, as in optimization_runs"),
        required("charge", Text, "", "Tariff category, or name of the demand charge, coincident charge or rider"),
        required("month", Text, "", "Billing month, 2026-01"),
        required("at", Time, "", "Start of the metering window that set the peak"),
        required("peak_kw", Quantity, "kW", "Mean power over the window"),
        required("saved_by_one_kw", Money, "currency", "What the objective would fall by with a peak one kW lower"),
        required("added_by_one_kw", Money, "currency", "What it would rise by with a peak one kW higher"),
    ],
    key: &["run_id", "charge", "month"],
    partition: &[],
};

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
        let Some(run_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &PRICES)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| prices(&engine, &run_id);
        Ok(LazyRows::provider(call, &PRICES, vec![Arc::new(work)]))
    }
}

fn prices(engine: &Engine, run_id: &str) -> Result<Vec<Row>, Issues> {
    let store = engine.store.as_ref();
    let problem = stored::run_problem(store, &engine.tenant, run_id)?;
    let schedule = stored::run_schedule(store, &engine.tenant, run_id, ScheduleKind::Optimized.as_str(), &problem)?;
    let price = |peak: PeakPrice| {
        row([
            ("run_id", text(run_id)),
            ("charge", text(peak.charge)),
            ("month", text(peak.month.to_string())),
            ("at", Cell::Time(peak.at)),
            ("peak_kw", number(peak.peak_kw)),
            ("saved_by_one_kw", number(peak.saved_by_one_kw)),
            ("added_by_one_kw", number(peak.added_by_one_kw)),
        ])
    };
    Ok(explain::peak_prices(&problem, &schedule)?.into_iter().map(price).collect())
}

impl DocumentedTable for PeakPrices {
    fn name(&self) -> &'static str {
        "peak_prices"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
