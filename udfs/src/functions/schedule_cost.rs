use super::{Source, number, number_of, row, text, text_of};
use crate::error::Issues;
use crate::model::{Decimal, ScheduleKind};
use crate::row::{Cell, Row};
use crate::tables::Kind::{Cents, Figure, Text};
use crate::tables::{COST_LINES, OPTIMIZATION_RUNS, Table, optional, required};

pub static SCHEDULE_COST: Table = Table {
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

pub(crate) const CHARGES: [&str; 9] =
    ["energy", "demand", "coincident", "reactive", "fuel", "fixed", "rider", "minimum", "tax"];

pub fn schedule_cost(source: &Source<'_>, run_id: &str) -> Result<Vec<Row>, Issues> {
    let run = source.row(&OPTIMIZATION_RUNS, "run_id", run_id)?;
    let lines = source.rows(&COST_LINES, &[("run_id", run_id)])?;
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
