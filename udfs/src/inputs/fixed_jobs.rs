use chrono::TimeDelta;

use super::{has_power, job};
use crate::document::instant_text;
use crate::error::{Code, Issue, Issues};
use crate::model::{Instant, Job, Problem, Span};

/// A fixed job can run where it is fixed: on the grid, in its window, on equipment that can take it.
pub fn check(problem: &Problem, issues: &mut Issues) {
    for each in &problem.jobs {
        let Some(fixed) = &each.fixed else { continue };
        if let Some(start) = fixed.start {
            issues.0.extend(fixed_start(problem, each, start));
        }
        if let Some(id) = &fixed.equipment_id {
            issues.0.extend(fixed_equipment(problem, each, id));
        }
    }
}

fn fixed_start(problem: &Problem, each: &Job, start: Instant) -> Option<Issue> {
    let span = Span { start, end: start + TimeDelta::minutes(i64::from(each.duration_minutes)) };
    let place = job(each, "fixed_start");
    let at = instant_text(start);
    if !problem.horizon.span().contains(&span) {
        let message = format!("fixed at {at}, it would run outside the horizon");
        let fix = "plan from the job's start on, or leave out what has run already";
        return Some(Issue::warning(Code::FixedImpossible, place, message, fix));
    }
    if problem.horizon.boundary(start).is_none() {
        let message = format!("fixed at {at}, which is no interval boundary");
        let fix = "fix it on an interval boundary, or use shorter intervals";
        return Some(Issue::warning(Code::FixedImpossible, place, message, fix));
    }
    let in_window = each.window().is_some_and(|window| window.contains(&span));
    let message = format!("fixed at {at}, it runs outside its window");
    let fix = "widen the window over the time at which the job is fixed";
    (!in_window).then(|| Issue::warning(Code::FixedImpossible, place, message, fix))
}

fn fixed_equipment(problem: &Problem, each: &Job, id: &str) -> Option<Issue> {
    let equipment = problem.equipment.iter().find(|e| e.equipment_id == id)?;
    let place = job(each, "fixed_equipment_id");
    let impossible = |message: String, fix: &str| Some(Issue::warning(Code::FixedImpossible, place, message, fix));
    if !each.allows(id) {
        return impossible(
            format!("fixed on {id}, which is not in its allowed_equipment"),
            "allow it, or fix it elsewhere",
        );
    }
    if !equipment.reaches(each.temperature_setpoint_c) {
        return impossible(
            format!("fixed on {id}, which does not reach its setpoint"),
            "correct the setpoint or the equipment",
        );
    }
    if has_power(each) && each.thermal_kw().round_dp(9) > equipment.capacity_kw {
        return impossible(format!("fixed on {id}, which has not the capacity for it"), "fix it on larger equipment");
    }
    None
}
