use super::{Fact, FactKind};
use crate::operation::{Occupancy, Plant, Unit, price_blind_runs};

/// Every job has a place where it could run if it were alone.
pub fn fact(plant: &Plant, windows: &[(usize, usize)]) -> Option<Fact> {
    let job = (0..plant.tasks.len()).find(|job| open_places(plant, *job, windows[*job]).next().is_none())?;
    Some(Fact { jobs: vec![job], kind: FactKind::NoPlace })
}

/// Where the job could run if it were alone.
pub fn open_places(
    plant: &Plant,
    job: usize,
    (first, last): (usize, usize),
) -> impl Iterator<Item = (usize, usize)> + '_ {
    let task = &plant.tasks[job];
    let last = if task.impossible { None } else { task.latest_in_horizon.map(|latest| latest.min(last)) };
    let starts = move || last.into_iter().flat_map(move |last| first..=last);
    task.units
        .iter()
        .flat_map(move |&unit| starts().map(move |start| (unit, start)))
        .filter(move |(unit, start)| is_open(plant, job, *unit, *start))
}

fn is_open(plant: &Plant, job: usize, unit: usize, start: usize) -> bool {
    let (task, data) = (&plant.tasks[job], &plant.units[unit]);
    let mut alone = Occupancy::new(plant.intervals, plant.step);
    if !alone.has_room(data, task, start) || !plant.crew.fits(task, start) {
        return false;
    }
    alone.put(task, start);
    if !has_plain_run(data, start, start + task.intervals) && price_blind_runs(plant, data, &alone).is_none() {
        return false;
    }
    let Some(limit) = plant.demand_limit.filter(|_| data.electric) else { return true };
    let load =
        |t: usize| plant.base_load[t] + if alone.is_busy(t) { data.input(alone.heat(data.min_load, t)) } else { 0 };
    let mean = |window: &std::ops::Range<usize>| window.clone().map(load).sum::<i64>() / window.len().max(1) as i64;
    plant.limit_windows.iter().all(|window| Plant::above_limit(mean(window), limit) == 0)
}

/// Whether one start at or shortly before the job and one stop after it will do; most often so, and quickly said.
fn has_plain_run(unit: &Unit, start: usize, end: usize) -> bool {
    let keeps = |on: usize| {
        let off = end.max(on + unit.min_run);
        unit.can_start[on] && off < unit.can_stop.len() && unit.available_until[on] >= off && unit.can_stop[off]
    };
    !unit.initially_on
        && unit.max_starts_per_day != Some(0)
        && (start.saturating_sub(unit.min_run)..=start).rev().any(keeps)
}
