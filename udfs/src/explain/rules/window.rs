use super::{At, Obstacle, Site};
use crate::explain::explanation::Rule;
use crate::explain::words::local;
use crate::model::Decimal;

/// A job runs inside its window and its must-run windows.
pub fn obstacle(site: &Site<'_>, at: At) -> Option<Obstacle> {
    let job = &site.problem.jobs[at.job];
    let earliest = job.must_run_windows.iter().map(|w| w.start).fold(job.earliest_start, Ord::max);
    let latest = job.must_run_windows.iter().map(|w| w.end).fold(job.latest_end, Ord::min);
    let start = site.problem.horizon.instant(at.start);
    let end = start + chrono::TimeDelta::minutes(i64::from(job.duration_minutes));
    let (rule, minutes, message) = if start < earliest {
        let minutes = (earliest - start).num_minutes();
        let message = format!("its earliest start {} is {minutes} minutes later", local(site.problem, earliest));
        (Rule::EarliestStart, minutes, message)
    } else if end > latest {
        let minutes = (end - latest).num_minutes();
        let message = format!("it would end {minutes} minutes after its deadline {}", local(site.problem, latest));
        (Rule::Deadline, minutes, message)
    } else {
        return None;
    };
    Some(Obstacle { rule, subject: job.job_id.clone(), amount: Decimal::from(minutes), unit: "min", message })
}
