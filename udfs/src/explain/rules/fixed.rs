use super::{At, Obstacle, Site};
use crate::explain::explanation::Rule;
use crate::explain::words::local;
use crate::model::Decimal;

/// A job that has started or is frozen stays where it is.
pub fn obstacle(site: &Site<'_>, at: At) -> Option<Obstacle> {
    let job = &site.problem.jobs[at.job];
    let fixed = job.fixed.as_ref()?;
    let start = site.problem.horizon.instant(at.start);
    let subject = job.job_id.clone();
    if let Some(there) = fixed.start.filter(|there| *there != start) {
        let minutes = (there - start).num_minutes().abs();
        let message = format!("it is fixed at {}", local(site.problem, there));
        return Some(Obstacle { rule: Rule::Fixed, subject, amount: Decimal::from(minutes), unit: "min", message });
    }
    let there = fixed.equipment_id.as_deref().filter(|there| *there != site.equipment_id(at.unit))?;
    let message = format!("it is fixed on {there}");
    Some(Obstacle { rule: Rule::Fixed, subject, amount: Decimal::ONE, unit: "job", message })
}
