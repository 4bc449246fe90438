use arrow::record_batch::RecordBatch;
use udfs::Issues;
use udfs::document::decimal_text;
use udfs::model::{Cost, Instant, PlanResult, Problem, Violation};

use super::money::grouped;
use crate::output::TextTable;

/// The plan as people read it: by start, in local time.
pub(super) fn assignments(problem: &Problem, result: &PlanResult) -> Result<RecordBatch, Issues> {
    let zone = problem.site.time_zone;
    let local = |at: Instant| at.with_timezone(&zone);
    let mut table = TextTable::new(&["start", "end", "job", "product", "equipment", "kW", "kWh in", "energy cost", "period"]);
    let mut by_start: Vec<_> = result.assignments.iter().collect();
    by_start.sort_by_key(|assignment| (assignment.start, assignment.equipment, assignment.job));
    for assignment in by_start {
        let job = &problem.jobs[assignment.job];
        table.push([
            local(assignment.start).format("%m-%d %H:%M").to_string(),
            local(assignment.end).format("%m-%d %H:%M").to_string(),
            job.job_id.clone(),
            job.product_name.clone().or_else(|| job.product_id.clone()).unwrap_or_default(),
            problem.equipment[assignment.equipment].equipment_id.clone(),
            grouped(assignment.power_kw, 1),
            grouped(assignment.input_energy_kwh, 1),
            grouped(assignment.energy_cost, 2),
            assignment.tariff_period.clone(),
        ]);
    }
    table.batch()
}

/// A bill's lines, in local time.
pub(super) fn bill(problem: &Problem, cost: &Cost) -> Result<RecordBatch, Issues> {
    let zone = problem.site.time_zone;
    let mut table = TextTable::new(&["month", "charge", "category", "quantity", "unit", "rate", "amount", "peak at"]);
    for line in &cost.lines {
        table.push([
            line.month.clone(),
            line.charge.clone(),
            line.category.clone(),
            grouped(line.quantity, 2),
            line.unit.clone(),
            line.rate.map(decimal_text).unwrap_or_default(),
            grouped(line.amount, 2),
            line.at.map(|at| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default(),
        ]);
    }
    table.push([String::new(), "total".into(), String::new(), String::new(), problem.site.currency.clone(), String::new(), grouped(cost.total, 2), String::new()]);
    table.batch()
}

pub(super) fn findings(issues: &Issues, violations: &[Violation]) -> Result<RecordBatch, Issues> {
    let mut table = TextTable::new(&["code", "severity", "subject", "message", "fix"]);
    for issue in &issues.0 {
        let severity = match issue.severity {
            udfs::Severity::Error => "error",
            udfs::Severity::Warning => "warning",
        };
        table.push([
            issue.code.to_string(),
            severity.to_string(),
            issue.place.to_string(),
            issue.message.clone(),
            issue.fix.clone(),
        ]);
    }
    for violation in violations {
        table.push([
            violation.code.to_string(),
            "violation".to_string(),
            violation.subject.clone(),
            violation.message.clone(),
            violation.fix.clone(),
        ]);
    }
    table.batch()
}
