use super::view::{View, violation};
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// Each job runs exactly once. (1)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let mut times = vec![0_u32; view.problem.jobs.len()];
    for placed in &view.assignments {
        times[placed.job_index] += 1;
    }
    let rows = view.problem.jobs.iter().zip(times).filter(|(_, times)| *times != 1).map(|(job, times)| {
        let id = &job.job_id;
        if times == 0 {
            let fix = format!("give {id} a place, or drop it from the plan");
            return violation(Code::JobUnscheduled, id, (Decimal::ONE, "job"), "the job is not scheduled", fix);
        }
        let message = format!("the job runs {times} times");
        let fix = format!("remove {} of its assignments", times - 1);
        violation(Code::JobNotOnce, id, (Decimal::from(times - 1), "runs"), message, fix)
    });
    rows.collect()
}
