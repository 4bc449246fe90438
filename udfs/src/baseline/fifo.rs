use super::floor::{Floor, Keep};
use crate::model::{Assignment, Problem, Schedule};
use crate::operation::Plant;

/// First in, first out, blind to prices.
///
/// Jobs in order of earliest start, then priority, then id; each takes the earliest feasible start, on the first
/// equipment in registry order that can take it. Jobs that stay where they are come first, for their places are taken;
/// a successor waits for its predecessor. What fits nowhere by its deadline takes the earliest start after it and is
/// late; what fits nowhere in the horizon is missing. Equipment is on as [`crate::operation::runs_for`] says.
pub fn fifo(problem: &Problem) -> Schedule {
    let plant = Plant::new(problem);
    let mut floor = Floor::new(&plant);
    for task in order(problem, &plant) {
        place(&plant, &mut floor, task);
    }
    let places = floor.places.iter().enumerate();
    let assignments = places.filter_map(|(job, place)| {
        place.map(|(equipment, start)| Assignment { job, equipment, start: problem.horizon.instant(start) })
    });
    let mut schedule = Schedule { assignments: assignments.collect(), runs: Vec::new() };
    for (equipment, runs) in floor.runs().iter().enumerate() {
        schedule.runs.extend(runs.iter().map(|run| run.to_equipment_run(problem, equipment)));
    }
    schedule.sort();
    schedule
}

/// Tasks in the order in which they are placed.
fn order(problem: &Problem, plant: &Plant) -> Vec<usize> {
    let mut waiting: Vec<usize> = (0..plant.tasks.len()).collect();
    waiting.sort_by_key(|&t| {
        let job = &problem.jobs[t];
        (plant.tasks[t].fixed_start.is_none(), job.earliest_start, job.priority, t)
    });
    let mut order: Vec<usize> = Vec::with_capacity(waiting.len());
    let mut placed = vec![false; plant.tasks.len()];
    while !waiting.is_empty() {
        let ready =
            |&t: &usize| plant.tasks[t].fixed_start.is_some() || plant.tasks[t].predecessor.is_none_or(|p| placed[p]);
        // jobs that wait for each other in a circle are taken as they come
        let next = waiting.iter().position(ready).unwrap_or(0);
        let task = waiting.remove(next);
        placed[task] = true;
        order.push(task);
    }
    order
}

fn place(plant: &Plant, floor: &mut Floor<'_>, task: usize) {
    let job = &plant.tasks[task];
    let (false, Some(last)) = (job.impossible, job.latest_in_horizon) else { return };
    if let Some(start) = job.fixed_start {
        let put = |floor: &mut Floor<'_>, keep| job.units.iter().any(|unit| floor.try_put(task, *unit, start, keep));
        let _ = put(floor, Keep::All) || put(floor, Keep::UnitOnly);
        return;
    }
    for start in job.release..=last {
        if job.units.iter().any(|unit| floor.try_put(task, *unit, start, Keep::All)) {
            return;
        }
    }
}
