use chrono::TimeDelta;

use super::job;
use crate::document::instant_text;
use crate::error::{Code, Issue, Issues};
use crate::model::{Instant, Job, Problem, Span};

/// A job fits into its window, from an interval boundary on, and into the part of the window that the horizon holds.
pub fn check(problem: &Problem, issues: &mut Issues) {
    for each in problem.jobs.iter().filter(|job| job.duration_minutes > 0) {
        let Some(window) = each.window() else {
            let fix = "give windows with common time, in which the job fits";
            let message = "its window and must-run windows have no common time";
            issues.push(Issue::warning(Code::JobLongerThanWindow, job(each, "latest_end"), message, fix));
            continue;
        };
        issues.0.extend(longer_than_window(problem, each, window).or_else(|| outside_horizon(problem, each, window)));
    }
}

fn longer_than_window(problem: &Problem, each: &Job, window: Span) -> Option<Issue> {
    let minutes = i64::from(each.duration_minutes);
    let available = window.minutes();
    let from = instant_text(window.start);
    if available < minutes {
        let message = format!("takes {minutes} minutes, its window from {from} has {available}");
        let fix = format!("end the window {} minutes later", minutes - available);
        return Some(Issue::warning(Code::JobLongerThanWindow, job(each, "duration_minutes"), message, fix));
    }
    let start = boundary_from(problem, window.start);
    let missing = (start + TimeDelta::minutes(minutes) - window.end).num_minutes();
    let message =
        format!("takes {minutes} minutes, but can start at {} only, the next interval boundary", instant_text(start));
    let fix = format!("end the window {missing} minutes later, or start it on an interval boundary");
    (missing > 0).then(|| Issue::warning(Code::JobLongerThanWindow, job(each, "latest_end"), message, fix))
}

fn outside_horizon(problem: &Problem, each: &Job, window: Span) -> Option<Issue> {
    let horizon = problem.horizon.span();
    let start = boundary_from(problem, window.start.max(horizon.start));
    let end = window.end.min(horizon.end);
    let fits = start + TimeDelta::minutes(i64::from(each.duration_minutes)) <= end;
    let message = format!(
        "its window {} to {} leaves no {} minutes within the horizon {} to {}",
        instant_text(window.start),
        instant_text(window.end),
        each.duration_minutes,
        instant_text(horizon.start),
        instant_text(horizon.end)
    );
    let fix = "extend the horizon over the window, or drop the job";
    (!fits).then(|| Issue::warning(Code::OutsideHorizon, job(each, "earliest_start"), message, fix))
}

/// The first interval boundary not before `at`, on the horizon's grid continued to either side.
fn boundary_from(problem: &Problem, at: Instant) -> Instant {
    let step = i64::from(problem.horizon.interval_minutes).max(1);
    let after = (at - problem.horizon.start).num_minutes().rem_euclid(step);
    if after == 0 { at } else { at + TimeDelta::minutes(step - after) }
}
