use super::{At, Obstacle, Site};
use crate::explain::explanation::Rule;
use crate::explain::words::figure;
use crate::model::Decimal;
use crate::operation::NANO;

/// The heat of all jobs at once is at most the equipment's capacity. The job in the way is the one that takes most.
pub fn obstacle(site: &Site<'_>, at: At) -> Option<Obstacle> {
    let unit = &site.plant.units[at.unit];
    let power = |job: usize| site.plant.tasks[job].power;
    let over = |t: usize| site.others(at, t).map(power).sum::<i64>() + power(at.job) - unit.capacity;
    // whole nano-kW: a difference that rounding makes is none
    let fullest = site.intervals(at).rev().max_by_key(|t| over(*t)).filter(|t| over(*t) > 16)?;
    let missing_kw = Decimal::from(over(fullest)) / Decimal::from(NANO);
    let id = site.equipment_id(at.unit);
    let in_the_way = site.others(at, fullest).min_by_key(|job| -power(*job));
    let short = format!("{id} is {} kW short", figure(missing_kw));
    let (subject, message) = match in_the_way {
        Some(job) => (site.job_id(job).to_string(), format!("{short} while {} is on it", site.job_id(job))),
        None => (id.to_string(), short),
    };
    Some(Obstacle { rule: Rule::Capacity, subject, amount: missing_kw, unit: "kW", message })
}
