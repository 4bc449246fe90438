use super::{At, Obstacle, Site};
use crate::explain::explanation::Rule;
use crate::model::Decimal;

/// Jobs that need operators run only while enough crew is on shift.
pub fn obstacle(site: &Site<'_>, at: At) -> Option<Obstacle> {
    let task = &site.plant.tasks[at.job];
    if task.crew == 0 {
        return None;
    }
    let crew = &site.plant.crew;
    let missing = |slot: usize| {
        let at_work = (0..site.places.len()).filter(|job| *job != at.job).filter(|job| {
            site.places[*job].is_some_and(|(_, start)| crew.slots(&site.plant.tasks[*job], start).contains(&slot))
        });
        let used: i64 = at_work.map(|job| i64::from(site.plant.tasks[job].crew)).sum();
        used + i64::from(task.crew) - crew.available()[slot]
    };
    let most = crew.slots(task, at.start).map(missing).max().filter(|missing| *missing > 0)?;
    let message = format!("{most} more people would be needed than are on shift");
    let subject = site.job_id(at.job).to_string();
    Some(Obstacle { rule: Rule::Crew, subject, amount: Decimal::from(most), unit: "people", message })
}
