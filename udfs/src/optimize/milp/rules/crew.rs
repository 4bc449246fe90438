use super::super::model::Model;

/// Jobs at work need no more crew than is on shift.
pub fn crew(model: &mut Model<'_>) {
    let crew = &model.instance.plant.crew;
    let mut rows = vec![Vec::new(); crew.available().len()];
    for choice in &model.choices {
        let task = model.task(choice);
        if task.crew > 0 {
            for slot in crew.slots(task, choice.start) {
                rows[slot].push((choice.column, f64::from(task.crew)));
            }
        }
    }
    for (terms, available) in rows.into_iter().zip(crew.available()) {
        if !terms.is_empty() {
            model.linear.at_most(terms, *available as f64);
        }
    }
}
