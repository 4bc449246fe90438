use super::super::model::Model;
use crate::optimize::instance::kw;

/// A batch unit: one job at a time, only while on; its heat is the job's, and at least the minimum load.
pub fn one_at_a_time(model: &mut Model<'_>, unit: usize) {
    let least = kw(model.unit(unit).min_load);
    let per_kw = model.instance.per_kw(unit);
    let choices = model.choices_on(unit);
    let tasks = &model.instance.plant.tasks;
    let above = |task: usize| (kw(tasks[task].power) - least).max(0.0);
    let jobs = model.running(&choices, 1.0, |_| 1.0);
    let most = choices.iter().map(|choice| above(choice.task)).fold(0.0, f64::max);
    let heat = model.running(&choices, most, |choice| above(choice.task));
    for t in 0..jobs.len() {
        let on = model.units[unit].on[t];
        let row = model.linear.at_most(vec![(jobs[t], 1.0), (on, -1.0)], 0.0);
        model.priced.push((row, model.market.room_price(unit) + t, 1.0 / model.market.capacity(unit).max(1e-9)));
        model.units[unit].input[t].extend([(heat[t], per_kw), (on, least * per_kw)]);
    }
    for choice in &choices {
        let task = model.task(choice);
        let unused = (1.0 - model.instance.fill(task)) * above(choice.task) * per_kw;
        if unused > 0.0 {
            model.units[unit].input[choice.start + task.intervals - 1].push((choice.column, -unused));
        }
    }
}
