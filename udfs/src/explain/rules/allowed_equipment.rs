use super::{At, Obstacle, Site};
use crate::explain::explanation::Rule;
use crate::model::Decimal;

/// A job with a list of allowed equipment runs on one of it.
pub fn obstacle(site: &Site<'_>, at: At) -> Option<Obstacle> {
    let equipment = site.equipment_id(at.unit);
    let message = format!("{equipment} is not among its allowed equipment");
    let subject = equipment.to_string();
    let obstacle = Obstacle { rule: Rule::AllowedEquipment, subject, amount: Decimal::ONE, unit: "job", message };
    (!site.problem.jobs[at.job].allows(equipment)).then_some(obstacle)
}
