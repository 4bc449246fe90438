use super::view::{View, violation};
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// A job with a list of allowed equipment runs on one of it. (3)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for placed in &view.assignments {
        let Some(allowed) = &placed.job.allowed_equipment else { continue };
        let equipment = &placed.equipment.equipment_id;
        if !allowed.contains(equipment) {
            let id = &placed.job.job_id;
            let message = format!("runs on {equipment}, allowed is {}", allowed.join(", "));
            let fix = format!("move {id} to allowed equipment, or allow it {equipment}");
            violations.push(violation(Code::NotAllowed, id, (Decimal::ONE, "job"), message, fix));
        }
    }
    violations
}
