use super::job;
use crate::error::{Code, Issue, Issues};
use crate::model::{Problem, Shift};

/// At some time enough crew is on shift for each job.
pub fn check(problem: &Problem, issues: &mut Issues) {
    let on_shift = |at| {
        let present = problem.shifts.iter().filter(|s: &&Shift| s.span.start <= at && at < s.span.end);
        present.map(|shift| u64::from(shift.crew)).sum::<u64>()
    };
    let most = problem.shifts.iter().map(|shift| on_shift(shift.span.start)).max().unwrap_or(0);
    for each in problem.jobs.iter().filter(|job| u64::from(job.crew_size) > most) {
        let message = format!("needs {} people, at most {most} are on shift at once", each.crew_size);
        let fix = "give shifts with enough crew, or a smaller crew_size";
        issues.push(Issue::warning(Code::CrewNeverEnough, job(each, "crew_size"), message, fix));
    }
}
