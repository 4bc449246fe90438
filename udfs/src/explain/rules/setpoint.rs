use super::{At, Obstacle, Site};
use crate::explain::explanation::Rule;
use crate::explain::words::figure;

/// A job's setpoint lies within the equipment's temperature range.
pub fn obstacle(site: &Site<'_>, at: At) -> Option<Obstacle> {
    let equipment = &site.problem.equipment[at.unit];
    let setpoint = site.problem.jobs[at.job].temperature_setpoint_c?;
    let id = &equipment.equipment_id;
    let (amount, message) = if let Some(max) = equipment.max_temperature_c.filter(|max| setpoint > *max) {
        (setpoint - max, format!("it needs {} degrees C, {id} reaches {}", figure(setpoint), figure(max)))
    } else {
        let min = equipment.min_temperature_c.filter(|min| setpoint < *min)?;
        (min - setpoint, format!("it needs {} degrees C, {id} starts at {}", figure(setpoint), figure(min)))
    };
    Some(Obstacle { rule: Rule::Setpoint, subject: id.clone(), amount, unit: "degC", message })
}
