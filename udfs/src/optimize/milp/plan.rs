use super::model::Model;
use crate::optimize::search::{Place, Solution, State};

/// Values of the model's integer columns for a plan.
pub fn start(model: &Model<'_>, plan: &Solution) -> Vec<(usize, f64)> {
    let mut values: Vec<(usize, f64)> = model
        .choices
        .iter()
        .map(|choice| (choice.column, plan.places[choice.task] == Some((choice.unit, choice.start))))
        .map(|(column, taken)| (column, f64::from(u8::from(taken))))
        .collect();
    for (columns, runs) in model.units.iter().zip(&plan.runs) {
        let on = |t: usize| runs.iter().any(|run| run.on <= t && t < run.off);
        let starts = |t: usize| runs.iter().any(|run| run.started && run.on == t);
        values.extend(columns.on.iter().enumerate().map(|(t, column)| (*column, f64::from(u8::from(on(t))))));
        let started = columns.start.iter().enumerate();
        values.extend(started.filter_map(|(t, column)| column.map(|column| (column, f64::from(u8::from(starts(t)))))));
    }
    values
}

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
