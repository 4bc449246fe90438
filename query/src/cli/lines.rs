//! Results as rows: short and in local time where people read them, typed and complete for programs.

use arrow::record_batch::RecordBatch;
use chrono_tz::Tz;
use udfs::model::{BillLine, Cost, Decimal, Instant, PlanResult, Problem, Violation};
use udfs::{Issues, Severity};

use crate::output::Columns;

/// Where people read it, local.
pub(super) const DAY_AND_TIME: &str = "%m-%d %H:%M";

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

/// A bill's lines; for people with each month's total where there are several, and that of the bill.
pub(super) fn bill(currency: &str, zone: Tz, cost: &Cost, short: bool) -> Result<RecordBatch, Issues> {
    let lines: Vec<Line<'_>> =
        if short { with_totals(currency, cost) } else { cost.lines.iter().map(Line::of).collect() };
    let (quantity, rate) = if short { (2, 5) } else { (6, 8) };
    Columns::default()
        .text("month", lines.iter().map(|line| line.month))
        .text("charge", lines.iter().map(|line| line.charge))
        .text("category", lines.iter().map(|line| line.category))
        .decimal("tier", 0, lines.iter().map(|line| line.tier.map(Decimal::from)))
        .decimal("quantity", quantity, lines.iter().map(|line| line.quantity))
        .text("unit", lines.iter().map(|line| line.unit))
        .decimal("rate", rate, lines.iter().map(|line| line.rate))
        .decimal("amount", 2, lines.iter().map(|line| Some(line.amount)))
        .time("peak_at", zone, short.then_some(DAY_AND_TIME), lines.iter().map(|line| line.at))
        .batch()
}

/// A row of a bill as it is shown.
struct Line<'a> {
    month: &'a str,
    charge: &'a str,
    category: &'a str,
    tier: Option<u32>,
    quantity: Option<Decimal>,
    unit: &'a str,
    rate: Option<Decimal>,
    amount: Decimal,
    at: Option<Instant>,
}

impl<'a> Line<'a> {
    fn of(line: &'a BillLine) -> Self {
        Self {
            month: &line.month,
            charge: &line.charge,
            category: &line.category,
            tier: line.tier,
            quantity: Some(line.quantity),
            unit: &line.unit,
            rate: line.rate,
            amount: line.amount,
            at: line.at,
        }
    }

    fn total(month: &'a str, currency: &'a str, amount: Decimal) -> Self {
        Self {
            month,
            charge: "total",
            category: "",
            tier: None,
            quantity: None,
            unit: currency,
            rate: None,
            amount,
            at: None,
        }
    }
}

fn with_totals<'a>(currency: &'a str, cost: &'a Cost) -> Vec<Line<'a>> {
    let months: Vec<&[BillLine]> = cost.lines.chunk_by(|a, b| a.month == b.month).collect();
    let several = months.len() > 1;
    let mut lines: Vec<Line<'a>> = Vec::new();
    for of_month in months {
        lines.extend(of_month.iter().map(Line::of));
        if let (true, Some(first)) = (several, of_month.first()) {
            lines.push(Line::total(&first.month, currency, of_month.iter().map(|line| line.amount).sum()));
        }
    }
    lines.push(Line::total("", currency, cost.total));
    lines
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
