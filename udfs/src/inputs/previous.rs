use std::collections::BTreeMap;

use crate::error::{Code, Issue, Issues, Place};
use crate::model::Problem;

/// The previous schedule has a job once, and there is one where it is to be frozen. Its jobs and equipment may be gone.
pub fn check(problem: &Problem, issues: &mut Issues) {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for previous in &problem.previous_schedule {
        *times.entry(&previous.job_id).or_default() += 1;
    }
    for (id, times) in times.into_iter().filter(|(_, times)| *times > 1) {
        let place = Place::new("previous_schedule").key(id).column("job_id");
        let message = format!("\"{id}\" is there {times} times");
        issues.push(Issue::error(Code::DuplicateId, place, message, "keep the row where the job stood"));
    }
    if problem.options.freeze_until.is_some() && problem.previous_schedule.is_empty() {
        let place = Place::new("options").column("freeze_until");
        let fix = "give previous_schedule, in SQL options previous_run_id, or leave out freeze_until";
        issues.push(Issue::error(Code::MissingField, place, "there is no previous schedule to freeze", fix));
    }
}
