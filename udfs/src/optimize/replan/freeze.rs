use std::borrow::Cow;

use super::obstacle::{Obstacle, of_its_own, put};
use crate::document::instant_text;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Fixed, PreviousAssignment, Problem};
use crate::optimize::instance::Instance;
use crate::optimize::search::State;

/// A problem with its frozen jobs fixed, and a warning for every job that could not be.
#[derive(Debug)]
pub struct Frozen<'a> {
    pub problem: Cow<'a, Problem>,
    pub warnings: Issues,
}

/// Fixes the jobs that the previous schedule starts before `freeze_until` where they were. A job that cannot be there -
/// by its own data, by its equipment, or beside fixed jobs and those frozen before it, in order of their starts - is
/// planned freely. The demand limit frees no job: as with fixed jobs, a plan that has to exceed it says so.
pub fn freeze(problem: &Problem) -> Result<Frozen<'_>, Issues> {
    let mut frozen = Frozen { problem: Cow::Borrowed(problem), warnings: Issues::default() };
    let Some(until) = problem.options.freeze_until else { return Ok(frozen) };
    let mut started: Vec<_> = problem.previous_schedule.iter().filter(|previous| previous.start < until).collect();
    started.sort_by_key(|previous| (previous.start, &previous.job_id));
    let instance = Instance::new(problem)?;
    let mut state = State::empty(&instance);
    if let Some(state) = &mut state {
        put_fixed(state);
    }
    for previous in started {
        let place = of_its_own(problem, &instance.plant, previous);
        let stays = place.and_then(|place| match (&mut state, problem.job_index(&previous.job_id)) {
            (Some(state), Some(task)) => put(problem, state, task, place),
            _ => Ok(()),
        });
        match stays {
            Ok(()) => fix(frozen.problem.to_mut(), previous),
            Err(obstacle) => frozen.warnings.push(warning(previous, &obstacle)),
        }
    }
    Ok(frozen)
}

/// Jobs that are fixed in start and equipment are where they are before any other.
fn put_fixed(state: &mut State<'_>) {
    for (index, task) in state.instance.plant.tasks.iter().enumerate() {
        if let (Some(start), [unit]) = (task.fixed_start, &task.units[..]) {
            state.change(&[(index, Some((*unit, start)))]);
        }
    }
}

fn fix(problem: &mut Problem, previous: &PreviousAssignment) {
    if let Some(job) = problem.job_index(&previous.job_id) {
        let fixed = Fixed { equipment_id: Some(previous.equipment_id.clone()), start: Some(previous.start) };
        problem.jobs[job].fixed = Some(fixed);
    }
}

fn warning(previous: &PreviousAssignment, obstacle: &Obstacle) -> Issue {
    let PreviousAssignment { job_id, equipment_id, start } = previous;
    let place = Place::new("previous_schedule").key(job_id);
    let message = format!("cannot stay on {equipment_id} at {}: {}", instant_text(*start), obstacle.message);
    let fix = "it is planned freely; remove what is in its way, or set freeze_until no later than its start";
    Issue::warning(Code::FreezeImpossible, place, message, fix)
}
