use super::state::{Place, Solution, State};
use crate::model::{Assignment, Problem, Schedule};
use crate::operation::Task;
use crate::optimize::stop::Stop;

/// Where the baseline has its jobs.
pub fn baseline_places(problem: &Problem, baseline: &Schedule) -> Vec<(usize, Place)> {
    let place = |a: &Assignment| Some((a.job, Some((a.equipment, problem.horizon.boundary(a.start)?))));
    baseline.assignments.iter().filter_map(place).collect()
}

/// A plan with these places, as far as they can be together, and runs at the least cost; what is left out is put in where
/// it costs least.
pub fn first_plan(places: &[(usize, Place)], state: &mut State<'_>, stop: &Stop<'_>) {
    if !state.change(places) {
        for place in places {
            state.change(std::slice::from_ref(place));
        }
    }
    fill(state, stop);
    state.refresh();
}

/// Puts every task without a place where it costs least: in time if it can be, else late.
fn fill(state: &mut State<'_>, stop: &Stop<'_>) {
    let mut left: Vec<usize> = (0..state.places.len()).filter(|t| state.places[*t].is_none()).collect();
    left.sort_by_key(|t| (state.instance.plant.tasks[*t].priority, *t));
    for _ in 0..2 {
        // a second pass for those whose predecessor came after them
        left.retain(|task| stop.now() || !insert(state, *task));
    }
}

fn insert(state: &mut State<'_>, task: usize) -> bool {
    let data = &state.instance.plant.tasks[task];
    if data.impossible {
        return true;
    }
    let mut best: Option<(crate::optimize::Score, Place)> = None;
    for &unit in &data.units {
        for start in starts(data) {
            if !state.has_room(task, unit, start) || !state.change(&[(task, Some((unit, start)))]) {
                continue;
            }
            let score = state.score();
            if best.is_none_or(|(least, _)| score.compare(&least).is_lt()) {
                best = Some((score, Some((unit, start))));
            }
            state.undo();
        }
    }
    best.is_some_and(|(_, place)| state.change(&[(task, place)]))
}

/// Starts that a task may take, late ones too.
fn starts(task: &Task) -> std::ops::Range<usize> {
    match (task.fixed_start, task.latest_in_horizon) {
        (Some(start), _) => start..start + 1,
        (None, Some(last)) => task.release..last + 1,
        (None, None) => 0..0,
    }
}

impl Solution {
    /// Takes the state to this solution's places.
    pub fn load_into(&self, state: &mut State<'_>) -> bool {
        let moves: Vec<(usize, Place)> = self.places.iter().copied().enumerate().collect();
        let loaded = state.change(&moves);
        state.refresh();
        loaded
    }
}
