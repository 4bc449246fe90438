use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, AtStart, Cancelled, DocumentedTable, Engine, LazyRows, Work};
use udfs::error::Code;
use udfs::forecast::Period;
use udfs::functions::{COST_FORECAST, Moment, cost_forecast};

const SYNTAX: &str = "cost_forecast(site_id, period [, at])";

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"What a site's coming days cost: a row for each local day that the next day (daily), 7 days (weekly) or 30 days
(monthly) from a time on touch. Days are whole, because a day's demand charges cannot be cut. A schedule counts on the day it
starts, by its current run: the published one, else the one that was stored last. A schedule that is not planned yet counts by
its FIFO baseline, and basis says so. A day of which nothing is known has nulls and a note; nothing is guessed. Without a time,
from when the query starts; a time without an offset is UTC, a date is the start of the local day.",
    syntax_example = "cost_forecast(site_id, period [, at])",
    sql_example = r#"```sql
SELECT day, basis, cost, savings, peak_kw, utilization_percent FROM cost_forecast('plant-a', 'weekly', '2026-01-05');
SELECT * FROM cost_forecast('plant-a', 'daily');
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "period", description = "daily, weekly or monthly."),
    argument(name = "at", description = "From when on: a timestamp, a date, or either as text.")
)]
#[derive(Debug)]
pub struct CostForecast {
    engine: Engine,
}

impl CostForecast {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for CostForecast {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 2..=3)?;
        let call = arguments.describe();
        let (site_id, period, at) = (arguments.text(0)?, arguments.text(1)?, arguments.moment(2)?);
        let (Some(site_id), Some(period), false) = (site_id, period, args.exprs().len() == 3 && at.is_none()) else {
            return Ok(LazyRows::none(call, &COST_FORECAST));
        };
        let refuse = |()| {
            let message = format!("the period is not one of {}", Period::NAMES);
            arguments.refuse(Code::OutOfRange, message, format!("use one of {}", Period::NAMES))
        };
        let period: Period = period.parse().map_err(refuse)?;
        let engine = self.engine.clone();
        let work = move |start| -> Vec<Work> {
            let (engine, site_id, at) = (engine.clone(), site_id.clone(), at.unwrap_or(Moment::At(start)));
            vec![Arc::new(move |_: Cancelled<'_>| cost_forecast(&engine.source(), &site_id, period, at))]
        };
        Ok(AtStart::provider(call, &COST_FORECAST, work))
    }
}

impl DocumentedTable for CostForecast {
    fn name(&self) -> &'static str {
        "cost_forecast"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
