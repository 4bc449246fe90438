use super::view::{View, minutes_between, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// A job starts only when its predecessor has ended; one whose predecessor never runs cannot start at all. (7)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for placed in &view.assignments {
        let Some(predecessor) = &placed.job.predecessor_job_id else { continue };
        let id = &placed.job.job_id;
        match view.assignments.iter().filter(|p| p.job.job_id == *predecessor).map(|p| p.span.end).max() {
            None => {
                let message = format!("runs although its predecessor {predecessor} does not");
                let fix = format!("schedule {predecessor}, or leave {id} out");
                violations.push(violation(Code::PredecessorLate, id, (Decimal::ONE, "job"), message, fix));
            }
            Some(end) if end > placed.span.start => {
                let early = minutes_between(placed.span.start, end);
                let message = format!(
                    "starts {early} minutes before its predecessor {predecessor} ends at {}",
                    instant_text(end)
                );
                let fix = format!("start {id} {early} minutes later, or {predecessor} as much earlier");
                violations.push(violation(Code::PredecessorLate, id, (early, "min"), message, fix));
            }
            Some(_) => {}
        }
    }
    violations
}
