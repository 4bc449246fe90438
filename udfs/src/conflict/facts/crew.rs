use super::overload::{Work, overload};
use super::{Fact, FactKind};
use crate::operation::Plant;

/// The people on shift can attend the jobs: in minutes of the horizon.
pub fn fact(plant: &Plant, windows: &[(usize, usize)]) -> Option<Fact> {
    let crew = &plant.crew;
    let work = plant.tasks.iter().zip(windows).enumerate().map(|(job, (task, (first, last)))| Work {
        job,
        from: first * plant.step,
        to: last * plant.step + task.minutes,
        amount: i64::from(task.crew) * i64::try_from(task.minutes).unwrap_or(0),
    });
    let available = |from: usize, to: usize| crew.person_minutes(from..to);
    let found = overload(work.collect(), available)?;
    let (from, to) = (found.from / plant.step, found.to.div_ceil(plant.step));
    let kind = FactKind::Crew { from, to, needed: found.needed, available: found.available };
    Some(Fact { jobs: found.jobs, kind })
}
