use super::view::{View, minutes_between, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// Jobs that have started or are frozen stay where they are. (8)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for placed in &view.assignments {
        let Some(fixed) = &placed.job.fixed else { continue };
        let (id, equipment) = (&placed.job.job_id, &placed.equipment.equipment_id);
        if let Some(there) = fixed.equipment_id.as_ref().filter(|there| *there != equipment) {
            let message = format!("runs on {equipment}, it is fixed on {there}");
            let fix = format!("move {id} back to {there}, or release it");
            violations.push(violation(Code::FixedMoved, id, (Decimal::ONE, "job"), message, fix));
        }
        if let Some(start) = fixed.start.filter(|start| *start != placed.span.start) {
            let moved = minutes_between(start.min(placed.span.start), start.max(placed.span.start));
            let message =
                format!("starts at {}, it is fixed at {}", instant_text(placed.span.start), instant_text(start));
            let fix = format!("move {id} back to {}, or release it", instant_text(start));
            violations.push(violation(Code::FixedMoved, id, (moved, "min"), message, fix));
        }
    }
    violations
}
