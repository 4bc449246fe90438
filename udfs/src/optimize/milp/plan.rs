use super::model::Model;
use crate::optimize::search::{Place, Solution, State};

/// The plan of a solution: its jobs' places, and the runs and the cost that the search gives them.
pub fn read(model: &Model<'_>, columns: &[f64]) -> Option<Solution> {
    let mut state = State::empty(model.instance)?;
    let taken = model.choices.iter().filter(|choice| columns[choice.column] > 0.5);
    let moves: Vec<(usize, Place)> = taken.map(|choice| (choice.task, Some((choice.unit, choice.start)))).collect();
    if !state.change(&moves) {
        return None;
    }
    state.refresh();
    Some(state.solution())
}
