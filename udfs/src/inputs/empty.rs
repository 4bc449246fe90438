use crate::error::{Code, Issue, Issues, Place};
use crate::model::Problem;

/// Jobs without equipment mean nothing; without jobs the plan is just empty.
pub fn check(problem: &Problem, issues: &mut Issues) {
    if problem.equipment.is_empty() && !problem.jobs.is_empty() {
        let message = format!("{} jobs, but no equipment", problem.jobs.len());
        issues.push(Issue::error(
            Code::EmptyInput,
            Place::new("equipment"),
            message,
            "give the equipment that runs the jobs",
        ));
    }
    if problem.jobs.is_empty() {
        let fix = "give the jobs to plan, if there are any";
        issues.push(Issue::warning(Code::EmptyInput, Place::new("jobs"), "there are no jobs", fix));
    }
}
