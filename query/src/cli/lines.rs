//! Results as rows: short and in local time where people read them, typed and complete for programs.

use arrow::record_batch::RecordBatch;
use udfs::model::{Cost, PlanResult, Problem, Violation};
use udfs::{Issues, Severity};

use crate::output::Columns;

/// Where people read it, local.
const DAY_AND_TIME: &str = "%m-%d %H:%M";

/// The plan by start.
pub(super) fn assignments(problem: &Problem, result: &PlanResult, short: bool) -> Result<RecordBatch, Issues> {
    let zone = problem.site.time_zone;
    let mut rows: Vec<_> = result.assignments.iter().collect();
    rows.sort_by_key(|row| (row.start, row.equipment, row.job));
    let job = |row: &udfs::model::PricedAssignment| &problem.jobs[row.job];
    let scale = |full: u8| if short { full.min(2) } else { full };
    Columns::default()
        .time("start", zone, short.then_some(DAY_AND_TIME), rows.iter().map(|row| Some(row.start)))
        .time("end", zone, short.then_some("%H:%M"), rows.iter().map(|row| Some(row.end)))
        .text("job_id", rows.iter().map(|row| job(row).job_id.clone()))
        .text(
            "product",
            rows.iter()
                .map(|row| job(row).product_name.clone().or_else(|| job(row).product_id.clone()).unwrap_or_default()),
        )
        .text("equipment", rows.iter().map(|row| problem.equipment[row.equipment].equipment_id.clone()))
        .decimal("heat_kw", scale(6), rows.iter().map(|row| Some(row.power_kw)))
        .decimal("input_kwh", scale(6), rows.iter().map(|row| Some(row.input_energy_kwh)))
        .decimal(if short { "cost" } else { "energy_cost" }, scale(4), rows.iter().map(|row| Some(row.energy_cost)))
        .text("period", rows.iter().map(|row| row.tariff_period.clone()))
        .batch()
}

/// A bill's lines; for people with the total below.
pub(super) fn bill(problem: &Problem, cost: &Cost, short: bool) -> Result<RecordBatch, Issues> {
    let zone = problem.site.time_zone;
    let total = short.then_some("total");
    let lines = &cost.lines;
    Columns::default()
        .text("month", lines.iter().map(|line| line.month.as_str()).chain(total.map(|_| "")))
        .text("charge", lines.iter().map(|line| line.charge.as_str()).chain(total))
        .text("category", lines.iter().map(|line| line.category.as_str()).chain(total.map(|_| "")))
        .decimal(
            "quantity",
            if short { 2 } else { 6 },
            lines.iter().map(|line| Some(line.quantity)).chain(total.map(|_| None)),
        )
        .text("unit", lines.iter().map(|line| line.unit.as_str()).chain(total.map(|_| problem.site.currency.as_str())))
        .decimal("rate", if short { 4 } else { 8 }, lines.iter().map(|line| line.rate).chain(total.map(|_| None)))
        .decimal("amount", 2, lines.iter().map(|line| Some(line.amount)).chain(total.map(|_| Some(cost.total))))
        .time(
            "peak_at",
            zone,
            short.then_some(DAY_AND_TIME),
            lines.iter().map(|line| line.at).chain(total.map(|_| None)),
        )
        .batch()
}

/// What is wrong with a problem or schedule, a row each.
pub(super) fn findings(issues: &Issues, violations: &[Violation]) -> Result<RecordBatch, Issues> {
    let severity = |severity: Severity| match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let issues = &issues.0;
    Columns::default()
        .text("code", issues.iter().map(|i| i.code.as_str()).chain(violations.iter().map(|v| v.code.as_str())))
        .text("severity", issues.iter().map(|i| severity(i.severity)).chain(violations.iter().map(|_| "violation")))
        .text("subject", issues.iter().map(|i| i.place.to_string()).chain(violations.iter().map(|v| v.subject.clone())))
        .text("message", issues.iter().map(|i| i.message.as_str()).chain(violations.iter().map(|v| v.message.as_str())))
        .text("fix", issues.iter().map(|i| i.fix.as_str()).chain(violations.iter().map(|v| v.fix.as_str())))
        .batch()
}
