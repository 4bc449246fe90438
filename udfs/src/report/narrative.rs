//! What the figures of a run say, in plain sentences.

use crate::document::{grouped, money};
use crate::functions::{number_of, text_of};
use crate::model::{Decimal, Instant};
use crate::row::{Cell, Row};

use crate::report::cells::time_of;
use crate::report::rows::{Report, Rows};
use crate::report::words::{count, days, percent};

pub(crate) fn title(report: &Report) -> String {
    format!("Plan of {}, {}", report.problem.site.site_id, days(report.problem.horizon.span(), zone(report)))
}

/// The same figures, the same sentences.
pub(crate) fn narrative(report: &Report) -> Vec<String> {
    let sentences =
        [Some(jobs(report)), Some(cost(report)), source(report), peak(report), busiest(report), Some(rules(report))];
    let mut sentences: Vec<String> = sentences.into_iter().flatten().collect();
    sentences.push(quality(report));
    sentences
}

fn zone(report: &Report) -> chrono_tz::Tz {
    report.problem.site.time_zone
}

fn jobs(report: &Report) -> String {
    let planned = report.plan.assignments.len();
    if planned == 0 {
        return format!("The plan runs no job of {}.", count(report.problem.jobs.len(), "job", "jobs"));
    }
    let used = report.plan.usage.iter().filter(|usage| usage.jobs > 0).count();
    format!(
        "The plan runs {planned} of {} on {used} of {}.",
        count(report.problem.jobs.len(), "job", "jobs"),
        count(report.problem.equipment.len(), "piece of equipment", "pieces of equipment"),
    )
}

fn cost(report: &Report) -> String {
    let currency = report.currency();
    let figure = |name: &str| number_of(&report.run, name);
    let (total, baseline, savings) = (figure("total_cost"), figure("baseline_cost"), figure("savings"));
    let share = match report.run.get("savings_percent") {
        Some(Cell::Number(share)) => format!(" ({})", percent(share.abs())),
        _ => String::new(),
    };
    let fifo = format!("first in, first out costs {} {currency}", money(baseline));
    let difference = match savings.cmp(&Decimal::ZERO) {
        std::cmp::Ordering::Greater => format!("the plan saves {} {currency}{share}", money(savings)),
        std::cmp::Ordering::Equal => "the plan saves nothing".to_string(),
        std::cmp::Ordering::Less => format!("the plan costs {} {currency}{share} more", money(savings.abs())),
    };
    format!("It costs {} {currency}, where {fifo}: {difference}.", money(total))
}

/// The charge that makes most of the savings.
fn source(report: &Report) -> Option<String> {
    let charges = report.costs.iter().filter(|row| text_of(row, "charge") != "total");
    let best =
        charges.max_by_key(|row| number_of(row, "savings")).filter(|row| number_of(row, "savings") > Decimal::ZERO)?;
    let lost: Vec<String> = report
        .costs
        .iter()
        .filter(|row| text_of(row, "charge") != "total" && number_of(row, "savings") < Decimal::ZERO)
        .map(|row| format!("{} costs {} more", text_of(row, "charge"), money(number_of(row, "savings").abs())))
        .collect();
    let but = if lost.is_empty() { String::new() } else { format!(", while {}", lost.join(" and ")) };
    let (charge, saved) = (text_of(best, "charge"), money(number_of(best, "savings")));
    Some(format!("Most is saved on {charge}, {saved} {}{but}.", report.currency()))
}

/// The highest metered load of a schedule, and when it is first reached.
pub(crate) fn highest(rows: &Rows) -> Option<(Decimal, Instant)> {
    let value = |row: &Row| Some((number_of(row, "electric_kw"), time_of(row, "start")?));
    rows.load.iter().filter_map(value).reduce(|best, next| if next.0 > best.0 { next } else { best })
}

fn peak(report: &Report) -> Option<String> {
    let (plan, at) = highest(&report.plan)?;
    let fifo =
        highest(&report.baseline).map_or(String::new(), |(kw, _)| format!("; under FIFO at {} kW", grouped(kw, 2)));
    let at = at.with_timezone(&zone(report)).format("%H:%M on %-d %B");
    Some(format!("The metered load of an interval is highest at {at} with {} kW{fifo}.", grouped(plan, 2)))
}

fn busiest(report: &Report) -> Option<String> {
    let first = report.plan.usage.iter().rev().max_by_key(|usage| usage.on_hours)?;
    if first.on_hours.is_zero() {
        return Some("No equipment is on.".into());
    }
    let (hours, share) = (grouped(first.on_hours, 2), percent(first.on_percent));
    let idle = report.plan.usage.iter().filter(|usage| usage.on_hours.is_zero()).count();
    let idle = if idle == 0 { String::new() } else { format!("; {idle} of {} never", report.plan.usage.len()) };
    Some(format!("{} is on longest, {hours} hours or {share} of the horizon{idle}.", first.equipment_id))
}

fn rules(report: &Report) -> String {
    let broken = |rows: &Rows| count(rows.violations.len(), "constraint", "constraints");
    match (report.plan.violations.len(), report.baseline.violations.len()) {
        (0, 0) => "Neither schedule breaks a constraint.".into(),
        (0, _) => format!("The plan breaks no constraint; FIFO breaks {}.", broken(&report.baseline)),
        (_, 0) => format!("The plan breaks {}; FIFO breaks none.", broken(&report.plan)),
        _ => format!("The plan breaks {}; FIFO breaks {}.", broken(&report.plan), broken(&report.baseline)),
    }
}

fn quality(report: &Report) -> String {
    let solver = text_of(&report.run, "solver");
    match (text_of(&report.run, "status").as_str(), report.run.get("gap")) {
        ("elastic", _) => format!("Not all constraints can hold; {solver} broke as little as it could."),
        ("no_solution", _) => format!("{solver} found no schedule."),
        (_, Some(Cell::Number(gap))) if gap.is_zero() => "It is proved that no schedule costs less.".into(),
        (_, Some(Cell::Number(gap))) => {
            let percent = (*gap * Decimal::ONE_HUNDRED).normalize();
            format!("It is proved that no schedule costs over {percent}\u{a0}% less, before fixed charges and tax.")
        }
        _ => format!("{solver} found it; how much better another schedule could be was not bounded."),
    }
}
