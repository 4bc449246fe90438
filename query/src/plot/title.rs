use plotters::prelude::DrawingBackend;
use udfs::document::{grouped, money};
use udfs::model::{Decimal, PlanResult, Problem, ScheduleKind, Status};

use super::canvas::{Anchor, Area, Canvas, Drawn};
use super::style;

/// Which plan it is, and what it is worth.
pub(super) fn draw<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    problem: &Problem,
    result: &PlanResult,
    area: Area,
) -> Drawn {
    let (first, second) = (area.top + 14.0, area.top + 40.0);
    canvas.text(&heading(problem, result), (area.left, first), style::TITLE, style::INK, Anchor::Left)?;
    canvas.text(&details(problem, result), (area.left, second), style::HEADING, style::MUTED, Anchor::Left)?;
    if let (Some(saved), Some(baseline)) = (result.savings(), &result.baseline) {
        let currency = &problem.site.currency;
        let percent = result.savings_percent().map_or(String::new(), |percent| format!(" ({} %)", grouped(percent, 1)));
        let text = format!("saves {} {currency}{percent}", money(saved));
        canvas.text(&text, (area.right, first), style::TITLE, style::INK, Anchor::Right)?;
        let text = format!("FIFO costs {} {currency}", money(baseline.total));
        canvas.text(&text, (area.right, second), style::HEADING, style::MUTED, Anchor::Right)?;
    }
    Ok(())
}

fn heading(problem: &Problem, result: &PlanResult) -> String {
    let zone = problem.site.time_zone;
    let first = problem.horizon.start.with_timezone(&zone).date_naive();
    let last = (problem.horizon.end - chrono::TimeDelta::minutes(1)).with_timezone(&zone).date_naive();
    let kind = match result.schedule_kind {
        ScheduleKind::Baseline => "FIFO schedule",
        ScheduleKind::Optimized => "Plan",
    };
    let days = if first == last {
        first.format("%A %-d %B %Y").to_string()
    } else {
        format!("{} to {}", first.format("%-d %B"), last.format("%-d %B %Y"))
    };
    format!("{kind} of {}, {days}", problem.site.site_id)
}

fn details(problem: &Problem, result: &PlanResult) -> String {
    let mut parts = vec![format!("costs {} {}", money(result.cost.total), problem.site.currency)];
    parts.push(format!("{} of {} jobs", result.assignments.len(), problem.jobs.len()));
    let gap = result.gap.map(|gap| (gap * Decimal::ONE_HUNDRED).normalize());
    match (result.status, gap) {
        (Status::Elastic | Status::NoSolution, _) => parts.push(format!("{} violations", result.violations.len())),
        (_, Some(gap)) if gap.is_zero() => parts.push("proved the best possible".into()),
        (_, Some(gap)) => parts.push(format!("within {gap} % of the best possible")),
        _ => {}
    }
    parts.push(format!("times in {}", problem.site.time_zone.name()));
    parts.join("  ·  ")
}
