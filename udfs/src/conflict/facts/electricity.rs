use super::overload::{Work, overload};
use super::{Fact, FactKind};
use crate::operation::Plant;

/// What jobs draw at least, beside the site's own load, lies within the demand limit: over whole metering windows. A job
/// that some equipment can do without electricity draws nothing for sure.
pub fn fact(plant: &Plant, windows: &[(usize, usize)]) -> Option<Fact> {
    let limit = plant.demand_limit?;
    let least_kw = |job: usize| {
        let task = &plant.tasks[job];
        let input = |unit: &usize| {
            let unit = &plant.units[*unit];
            if unit.electric { unit.input(task.power) } else { 0 }
        };
        task.units.iter().map(input).min().unwrap_or(0)
    };
    let work = plant.tasks.iter().zip(windows).enumerate().map(|(job, (task, (first, last)))| Work {
        job,
        from: *first,
        to: last + task.intervals,
        amount: least_kw(job).saturating_mul(i64::try_from(task.minutes).unwrap_or(0)),
    });
    let step = i64::try_from(plant.step).unwrap_or(1);
    // nano-kW that rounding may add, of each job and of the limit
    let slack = 16 + i64::try_from(plant.tasks.len()).unwrap_or(0);
    let available = |from: usize, to: usize| {
        let touched = plant.limit_windows.iter().filter(|window| window.start < to && from < window.end);
        let free = |window: &std::ops::Range<usize>| {
            let intervals = i64::try_from(window.len()).unwrap_or(0);
            let base: i64 = plant.base_load[window.clone()].iter().sum();
            ((limit + slack) * intervals - base).max(0).saturating_mul(step)
        };
        touched.map(free).fold(0, i64::saturating_add)
    };
    let found = overload(work.collect(), available)?;
    let kind =
        FactKind::Electricity { from: found.from, to: found.to, needed: found.needed, available: found.available };
    Some(Fact { jobs: found.jobs, kind })
}
