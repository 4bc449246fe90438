use super::{At, Obstacle, Site};
use crate::explain::explanation::Rule;
use crate::model::Decimal;

/// A job starts when its predecessor has ended, and ends before its successors start.
pub fn obstacle(site: &Site<'_>, at: At) -> Option<Obstacle> {
    let task = &site.plant.tasks[at.job];
    let obstacle = |job: usize, minutes: usize, message: String| {
        let subject = site.job_id(job).to_string();
        let minutes = Decimal::from(minutes);
        Some(Obstacle { rule: Rule::Predecessor, subject, amount: minutes, unit: "min", message })
    };
    let starts = at.start * site.plant.step;
    if let Some(before) = task.predecessor {
        let Some((_, begun)) = site.places[before] else {
            return obstacle(before, 0, format!("its predecessor {} is not scheduled", site.job_id(before)));
        };
        let early = site.end_minute(before, begun).saturating_sub(starts);
        if early > 0 {
            let message = format!("its predecessor {} ends {early} minutes later", site.job_id(before));
            return obstacle(before, early, message);
        }
    }
    let ends = site.end_minute(at.job, at.start);
    task.successors.iter().find_map(|after| {
        let (_, begins) = site.places[*after]?;
        let late = ends.saturating_sub(begins * site.plant.step);
        let message = format!("it would end {late} minutes after its successor {} starts", site.job_id(*after));
        if late > 0 { obstacle(*after, late, message) } else { None }
    })
}
