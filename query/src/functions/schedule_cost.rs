use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows, number, number_of, row, text, text_of};
use udfs::error::Issues;
use udfs::model::{Decimal, ScheduleKind};
use udfs::row::{Cell, Row};
use udfs::tables::Kind::{Cents, Figure, Text};
use udfs::tables::{COST_LINES, OPTIMIZATION_RUNS, Table, optional, required};

const SYNTAX: &str = "schedule_cost(run_id)";

static COSTS: Table = Table {
    name: "schedule_cost",
    comment: "What a run costs by kind of charge, with and without the optimiser",
    columns: &[
        required("run_id", Text, "", "Run, as in optimization_runs"),
        required(
            "charge",
            Text,
            "",
            "energy, demand, coincident, reactive, fuel, fixed, rider, minimum, tax, or total",
        ),
        required("cost", Cents, "currency", "Of the optimized schedule"),
        required("baseline_cost", Cents, "currency", "Of the FIFO schedule"),
        required("savings", Cents, "currency", "baseline_cost - cost"),
        optional("savings_percent", Figure, "%", "Savings by baseline_cost; null where that is 0"),
        required("currency", Text, "", "ISO 4217"),
    ],
    key: &["run_id", "charge"],
    partition: &[],
};

const CHARGES: [&str; 9] = ["energy", "demand", "coincident", "reactive", "fuel", "fixed", "rider", "minimum", "tax"];

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"What a stored run costs by kind of charge, next to its FIFO baseline: a row for each kind that either bill has,
and one for the total.",
    syntax_example = "schedule_cost(run_id)",
    sql_example = r#"```sql
SELECT charge, cost, baseline_cost, savings FROM schedule_cost('3f2a9c0d11e4b7a6');
```"#,
    argument(name = "run_id", description = "Run, as in optimization_runs.")
)]
#[derive(Debug)]
pub struct ScheduleCost {
    engine: Engine,
}

impl ScheduleCost {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ScheduleCost {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(run_id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &COSTS)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| costs(&engine, &run_id);
        Ok(LazyRows::provider(call, &COSTS, vec![Arc::new(work)]))
    }
}

fn costs(engine: &Engine, run_id: &str) -> Result<Vec<Row>, Issues> {
    let run = engine.row(&OPTIMIZATION_RUNS, "run_id", run_id)?;
    let lines = engine.rows(&COST_LINES, &[("run_id", run_id)])?;
    let sum = |kind: ScheduleKind, charge: &str| -> Decimal {
        let of = |line: &&Row| text_of(line, "schedule_kind") == kind.as_str() && text_of(line, "charge") == charge;
        lines.iter().filter(of).map(|line| number_of(line, "amount")).sum()
    };
    let write = |charge: &str, cost: Decimal, baseline: Decimal| {
        let percent = ((baseline - cost) * Decimal::ONE_HUNDRED).checked_div(baseline);
        row([
            ("run_id", text(run_id)),
            ("charge", text(charge)),
            ("cost", number(cost)),
            ("baseline_cost", number(baseline)),
            ("savings", number(baseline - cost)),
            ("savings_percent", percent.map_or(Cell::Null, |percent| number(percent.round_dp(2)))),
            ("currency", text(text_of(&run, "currency"))),
        ])
    };
    let billed = |charge: &&str| lines.iter().any(|line| text_of(line, "charge") == *charge);
    let each = CHARGES.into_iter().filter(billed);
    let mut rows: Vec<Row> = each
        .map(|charge| write(charge, sum(ScheduleKind::Optimized, charge), sum(ScheduleKind::Baseline, charge)))
        .collect();
    rows.push(write("total", number_of(&run, "total_cost"), number_of(&run, "baseline_cost")));
    Ok(rows)
}

impl DocumentedTable for ScheduleCost {
    fn name(&self) -> &'static str {
        "schedule_cost"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
