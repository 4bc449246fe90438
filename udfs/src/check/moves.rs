use super::view::violation;
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Decimal, MovePlace, PlanResult, Problem, Violation};

/// A re-plan reports every job that stands elsewhere than in the previous schedule, and no other.
pub fn verify(problem: &Problem, result: &PlanResult) -> Vec<Violation> {
    let Some(replan) = &result.replan else { return Vec::new() };
    let mut violations = Vec::new();
    let mut expected = 0;
    for previous in &problem.previous_schedule {
        let Some(job) = problem.job_index(&previous.job_id) else { continue };
        let from = MovePlace { equipment_id: previous.equipment_id.clone(), start: previous.start };
        let to = result.assignments.iter().find(|assignment| assignment.job == job).map(|assignment| MovePlace {
            equipment_id: problem.equipment[assignment.equipment].equipment_id.clone(),
            start: assignment.start,
        });
        if to.as_ref() == Some(&from) {
            continue;
        }
        expected += 1;
        let reported = replan.moves.iter().find(|job_move| job_move.job_id == previous.job_id);
        if !reported.is_some_and(|job_move| job_move.from == from && job_move.to == to) {
            let now = to.map_or("is not scheduled".into(), |to| {
                format!("is on {} at {}", to.equipment_id, instant_text(to.start))
            });
            violations.push(wrong(&previous.job_id, format!("{now}, its move is reported otherwise or not at all")));
        }
    }
    if replan.moves.len() > expected {
        violations.push(wrong("moves", format!("{} jobs are reported to move, {expected} do", replan.moves.len())));
    }
    violations
}

fn wrong(subject: &str, message: String) -> Violation {
    let fix = "report where the job was and where it is";
    violation(Code::CostMismatch, subject, (Decimal::ONE, "job"), message, fix)
}
