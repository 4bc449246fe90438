use super::super::model::{Choice, Model};
use crate::operation::{Plant, Task};

/// Every job runs exactly once, on a unit that takes it, in time.
pub fn assign(model: &mut Model<'_>) {
    let plant = &model.instance.plant;
    for (index, task) in plant.tasks.iter().enumerate() {
        let mut terms = Vec::new();
        for &unit in &task.units {
            for start in starts(task) {
                if plant.units[unit].available_until[start] >= start + task.intervals {
                    let column = model.linear.binary();
                    model.choices.push(Choice { task: index, unit, start, column });
                    terms.push((column, 1.0));
                }
            }
        }
        model.linear.equal(terms, 1.0);
    }
}

/// Starts from which the task ends in time.
pub fn starts(task: &Task) -> std::ops::Range<usize> {
    match (task.fixed_start, task.latest_start) {
        _ if task.impossible => 0..0,
        (Some(start), _) => start..start + 1,
        (None, Some(last)) => task.release..last + 1,
        (None, None) => 0..0,
    }
}

/// Columns that [`assign`] makes at most.
pub fn count(plant: &Plant) -> usize {
    plant.tasks.iter().map(|task| task.units.len() * starts(task).len()).sum()
}
