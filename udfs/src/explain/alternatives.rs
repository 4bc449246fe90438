use std::ops::RangeInclusive;

use super::plan::Plan;
use crate::operation::Task;

/// A place that the job's own rules allow, tried with all other jobs as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alternative {
    pub unit: usize,
    pub start: usize,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// What the plan would cost, in floats.
    Costs(f64),
    /// The demand limit would be exceeded, or further than it is.
    OverDemandLimit,
    /// Something else is in the way.
    Blocked,
}

/// Every other place within the job's window on equipment that can take it. A job that is late may be as late there.
pub fn alternatives(plan: &mut Plan<'_>, job: usize) -> Vec<Alternative> {
    let plant = &plan.instance.plant;
    let task = &plant.tasks[job];
    let here = plan.state.places[job];
    let before = plan.state.score();
    let mut found = Vec::new();
    for &unit in &task.units {
        for start in starts(task, here.map(|(_, start)| start), plant.step) {
            if here == Some((unit, start)) {
                continue;
            }
            let outcome = if !plan.state.change(&[(job, Some((unit, start)))]) {
                Outcome::Blocked
            } else {
                let score = plan.state.score();
                plan.state.undo();
                if score.excess > before.excess { Outcome::OverDemandLimit } else { Outcome::Costs(score.cost) }
            };
            found.push(Alternative { unit, start, outcome });
        }
    }
    found
}

fn starts(task: &Task, here: Option<usize>, step: usize) -> RangeInclusive<usize> {
    if task.impossible {
        return RangeInclusive::new(1, 0);
    }
    if let Some(start) = task.fixed_start {
        return start..=start;
    }
    let late = here.map_or(0, |start| task.late_minutes(start, step));
    let latest = if late > 0 { here } else { task.latest_start };
    let latest = latest.into_iter().chain(task.latest_start).max();
    match (latest, task.latest_in_horizon) {
        (Some(latest), Some(last)) => task.release..=latest.min(last),
        _ => RangeInclusive::new(1, 0),
    }
}
