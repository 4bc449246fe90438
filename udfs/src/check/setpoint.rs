use super::view::{View, show, violation};
use crate::error::Code;
use crate::model::Violation;

/// A job's setpoint lies within its equipment's temperature range; no bound means any temperature. (3)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for placed in &view.assignments {
        let Some(setpoint) = placed.job.temperature_setpoint_c else { continue };
        let (id, equipment) = (&placed.job.job_id, &placed.equipment.equipment_id);
        if let Some(max) = placed.equipment.max_temperature_c.filter(|max| setpoint > *max) {
            let message = format!("needs {} degrees C, {equipment} reaches {}", show(setpoint), show(max));
            let fix = format!("use hotter equipment, or lower the setpoint of {id} by {}", show(setpoint - max));
            violations.push(violation(Code::SetpointRange, id, (setpoint - max, "degC"), message, fix));
        }
        if let Some(min) = placed.equipment.min_temperature_c.filter(|min| setpoint < *min) {
            let message = format!("needs {} degrees C, {equipment} starts at {}", show(setpoint), show(min));
            let fix = format!("use cooler equipment, or raise the setpoint of {id} by {}", show(min - setpoint));
            violations.push(violation(Code::SetpointRange, id, (min - setpoint, "degC"), message, fix));
        }
    }
    violations
}
