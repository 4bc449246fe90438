use super::super::catalogue::Catalogue;
use super::super::model::{Choice, Model};
use super::super::peak_box::PeakBox;
use crate::operation::{Plant, Task};

/// Every job runs exactly once, on a unit that takes it, in time, and where it alone does not bill more than the box
/// allows. `false` if a job has no such place.
pub fn assign(model: &mut Model<'_>, peaks: &PeakBox) -> bool {
    let catalogue: &Catalogue = model.catalogue;
    let mut terms = vec![Vec::new(); model.instance.plant.tasks.len()];
    for (index, place) in catalogue.places.iter().enumerate() {
        if peaks.allows(catalogue, index) {
            let column = model.linear.column(1.0);
            model.choices.push(Choice { task: place.task, unit: place.unit, start: place.start, column, place: index });
            terms[place.task].push((column, 1.0));
        }
    }
    let complete = terms.iter().all(|terms| !terms.is_empty());
    terms.into_iter().for_each(|terms| model.linear.equal(terms, 1.0));
    complete
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
