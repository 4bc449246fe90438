use super::{At, Obstacle, Site};
use crate::explain::explanation::Rule;
use crate::model::Decimal;

/// At most so many jobs run at once on an equipment.
pub fn obstacle(site: &Site<'_>, at: At) -> Option<Obstacle> {
    let most = site.plant.units[at.unit].max_jobs;
    let full = site.intervals(at).find(|t| site.others(at, *t).count() >= most)?;
    let others: Vec<&str> = site.others(at, full).map(|job| site.job_id(job)).collect();
    let id = site.equipment_id(at.unit);
    let message = match &others[..] {
        [] => format!("{id} takes no jobs"),
        [job] => format!("{job} is on {id} then, which takes {most} at once"),
        jobs => format!("{} are on {id} then, which takes {most} at once", jobs.join(", ")),
    };
    let subject = others.first().map_or(id, |job| *job).to_string();
    Some(Obstacle { rule: Rule::MaxConcurrentJobs, subject, amount: Decimal::ONE, unit: "job", message })
}
