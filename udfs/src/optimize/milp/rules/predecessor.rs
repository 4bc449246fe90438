use super::super::model::{Choice, Model};

/// A job starts when its predecessor has ended, in intervals.
pub fn predecessor(model: &mut Model<'_>) {
    let plant = &model.instance.plant;
    for (successor, task) in plant.tasks.iter().enumerate() {
        let Some(predecessor) = task.predecessor else { continue };
        let of = |task: usize| model.choices.iter().filter(move |choice| choice.task == task);
        let end = |choice: &Choice| choice.start + plant.tasks[predecessor].intervals;
        let mut terms: Vec<_> = of(predecessor).map(|choice| (choice.column, end(choice) as f64)).collect();
        terms.extend(of(successor).map(|choice| (choice.column, -(choice.start as f64))));
        model.linear.at_most(terms, 0.0);
    }
}
