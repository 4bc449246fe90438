use udfs::document::{grouped, money};
use udfs::model::{Decimal, PlanResult, Problem, Status};

use super::reporter::Reporter;

/// What a plan comes to, for people, in a few lines.
pub(super) fn report(reporter: &Reporter, problem: &Problem, result: &PlanResult) {
    let currency = &problem.site.currency;
    let cost = &result.cost;
    reporter.info(&format!("{}: {}", headline(result), job_count(problem, result)));
    let parts = [
        ("energy", cost.energy),
        ("demand", cost.demand),
        ("fuel", cost.fuel),
        ("fixed", cost.fixed),
        ("minimum", cost.minimum),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, amount)| !amount.is_zero())
        .map(|(name, amount)| format!("{name} {}", money(*amount)))
        .collect();
    reporter.info(&format!("cost {} {currency} ({})", money(cost.total), parts.join(", ")));
    if let Some(text) = savings(result, currency) {
        reporter.info(&text);
    }
    for violation in &result.violations {
        reporter.info(&format!("violation[{}]: {}: {}", violation.code, violation.subject, violation.message));
        if !violation.fix.is_empty() {
            reporter.info(&format!("  hint: {}", violation.fix));
        }
    }
}

fn headline(result: &PlanResult) -> String {
    let kind = result.schedule_kind.as_str();
    let proof = match result.gap {
        Some(gap) if gap.is_zero() => ", proved".to_string(),
        Some(gap) => format!(", within {} % of the best possible", grouped(gap * Decimal::ONE_HUNDRED, 2)),
        None => String::new(),
    };
    let cut = if result.reproducible { "" } else { ", cut short" };
    match result.status {
        Status::NoSolution => format!("{kind} schedule: no solution{cut}"),
        status => format!("{kind} schedule: {}{proof}{cut}", status.as_str()),
    }
}

fn job_count(problem: &Problem, result: &PlanResult) -> String {
    let violations = match result.violations.len() {
        0 => "no violations".to_string(),
        1 => "1 violation".to_string(),
        n => format!("{n} violations"),
    };
    format!(
        "{} of {} jobs on {} pieces of equipment, {violations}",
        result.assignments.len(),
        problem.jobs.len(),
        problem.equipment.len()
    )
}

/// Savings against the baseline, with the violations that make the comparison uneven.
pub(super) fn savings(result: &PlanResult, currency: &str) -> Option<String> {
    let baseline = result.baseline.as_ref()?;
    let saved = result.savings()?;
    let percent = result.savings_percent().map_or(String::new(), |percent| format!(" ({percent} %)"));
    let mut text =
        format!("saves {} {currency}{percent} of the {} that FIFO costs", money(saved), money(baseline.total));
    if baseline.violations > 0 || !result.violations.is_empty() {
        text.push_str(&format!(
            "; FIFO breaks {} constraints, this plan {}",
            baseline.violations,
            result.violations.len()
        ));
    }
    Some(text)
}
