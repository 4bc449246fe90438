use std::sync::LazyLock;

use super::{Source, number, text};
use crate::error::Issues;
use crate::model::{PlanResult, Problem, ScheduleKind};
use crate::row::{Cell, Row};
use crate::stored;
use crate::tables::Kind::{Cents, Int, Text};
use crate::tables::{Column, OPTIMIZATION_RUNS, SCHEDULE_ASSIGNMENTS, Table, required};

const OF_THE_PLAN: [Column; 5] = [
    required("schedule_id", Text, "", "Schedule, as in schedules"),
    required("status", Text, "", "Of the whole plan: optimal, feasible, elastic or no_solution"),
    required("total_cost", Cents, "currency", "All bill lines of the whole plan"),
    required("baseline_cost", Cents, "currency", "All bill lines of the FIFO schedule"),
    required("constraints_violated", Int, "", "Violations of the whole plan"),
];

/// The rows of a schedule: those of `schedule_assignments`, and what the whole plan is worth.
pub static PLANNED: LazyLock<Table> = LazyLock::new(|| Table {
    name: "planned",
    comment: "Which job runs where and when, and what the whole plan costs",
    columns: [SCHEDULE_ASSIGNMENTS.columns, &OF_THE_PLAN].concat().leak(),
    key: SCHEDULE_ASSIGNMENTS.key,
    partition: &[],
});

/// A plan that is not stored.
pub fn planned_rows(source: &Source<'_>, schedule_id: &str, problem: &Problem, result: &PlanResult) -> Vec<Row> {
    let baseline = result.baseline.as_ref().map_or(result.cost.total, |baseline| baseline.total);
    let rows = stored::assignment_rows(source.tenant, schedule_id, problem, result).into_iter().map(|mut row| {
        row.0.extend(
            super::row([
                ("schedule_id", text(schedule_id)),
                ("status", text(result.status.as_str())),
                ("total_cost", number(result.cost.total)),
                ("baseline_cost", number(baseline)),
                ("constraints_violated", number(result.violations.len())),
            ])
            .0,
        );
        row
    });
    rows.collect()
}

/// The plan of a stored run.
pub fn stored_rows(source: &Source<'_>, run_id: &str) -> Result<Vec<Row>, Issues> {
    let run = source.row(&OPTIMIZATION_RUNS, "run_id", run_id)?;
    let kind = ScheduleKind::Optimized.as_str();
    let mut rows = source.rows(&SCHEDULE_ASSIGNMENTS, &[("run_id", run_id), ("schedule_kind", kind)])?;
    for row in &mut rows {
        row.0.extend(
            OF_THE_PLAN
                .iter()
                .map(|column| (column.name.to_string(), run.get(column.name).cloned().unwrap_or(Cell::Null))),
        );
    }
    Ok(rows)
}
