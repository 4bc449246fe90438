//! What is wrong with the meaning of a problem, all at once: a file a subject.
//!
//! An error leaves open what is asked for (the same id twice, an unknown reference, a tariff with a hole) and nothing is
//! planned. A warning whose code [is an infeasibility](crate::Code::is_infeasibility) names a job that cannot be done as
//! asked: the others are planned, and this one is late or unscheduled.

mod crew;
mod duplicates;
mod empty;
mod equipment;
mod fixed_jobs;
mod horizon;
mod job_equipment;
mod job_window;
mod predecessors;
mod previous;
mod quantities;
mod references;
mod site_load;
mod tariff;

#[cfg(test)]
mod tests;

pub use equipment::issues as equipment_issues;

use crate::error::{Issue, Issues, Place, Severity};
use crate::model::{Decimal, Job, Problem};

/// Everything wrong with the problem. Errors make planning meaningless; see [`report`] for a planner's view.
pub fn check(problem: &Problem) -> Issues {
    let mut issues = Issues::default();
    horizon::check(problem, &mut issues);
    let has_grid = !issues.has_errors();
    let subjects: [fn(&Problem, &mut Issues); 9] = [
        empty::check,
        duplicates::check,
        quantities::check,
        equipment::check,
        references::check,
        predecessors::check,
        job_equipment::check,
        crew::check,
        previous::check,
    ];
    subjects.iter().for_each(|check| check(problem, &mut issues));
    if has_grid {
        let in_time: [fn(&Problem, &mut Issues); 4] =
            [job_window::check, fixed_jobs::check, site_load::check, tariff::check];
        in_time.iter().for_each(|check| check(problem, &mut issues));
    }
    issues
}

/// As [`check`], with jobs that cannot be done as errors: whoever asks whether the inputs are right has to mend them.
pub fn report(problem: &Problem) -> Issues {
    let raise = |issue: Issue| {
        let severity = if issue.code.is_infeasibility() { Severity::Error } else { issue.severity };
        Issue { severity, ..issue }
    };
    Issues(check(problem).0.into_iter().map(raise).collect())
}

/// Whether the job's power can be computed; where it cannot, its quantities are reported.
fn has_power(job: &Job) -> bool {
    job.duration_minutes > 0 && job.heating_requirement_kwh <= Decimal::from(quantities::MOST_KWH)
}

fn job(job: &Job, column: &str) -> Place {
    Place::new("jobs").key(&job.job_id).column(column)
}

fn equipment_row(equipment_id: &str, column: &str) -> Place {
    Place::new("equipment").key(equipment_id).column(column)
}
