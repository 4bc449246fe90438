use super::super::model::Model;
use crate::optimize::instance::kw;

/// Rounding of powers that may fill a capacity exactly, kW.
const ROUNDING: f64 = 2e-8;

/// A unit that takes several jobs: their power fits its capacity and their number its limit, only while it is on. Its
/// heat is at least that of the jobs, and at least the minimum load.
pub fn capacity(model: &mut Model<'_>, unit: usize) {
    let data = model.unit(unit);
    let (capacity, least, per_kw) = (kw(data.capacity) + ROUNDING, kw(data.min_load), model.instance.per_kw(unit));
    let choices = model.choices_on(unit);
    let tasks = &model.instance.plant.tasks;
    let power = model.running(&choices, capacity, |choice| kw(tasks[choice.task].power));
    let mut unused = vec![Vec::new(); power.len()];
    for choice in &choices {
        let task = model.task(choice);
        let part = (1.0 - model.instance.fill(task)) * kw(task.power);
        if part > 0.0 {
            unused[choice.start + task.intervals - 1].push((choice.column, -part));
        }
    }
    for (t, mut terms) in unused.into_iter().enumerate() {
        let on = model.units[unit].on[t];
        let room = model.linear.at_most(vec![(power[t], 1.0), (on, -capacity)], 0.0);
        let heat = model.linear.column(capacity.max(least));
        let minimum = model.linear.at_most(vec![(on, least), (heat, -1.0)], 0.0);
        model.priced.push((room, model.market.room_price(unit) + t, 1.0));
        model.priced.push((minimum, model.market.least_price(unit) + t, 1.0));
        terms.extend([(power[t], 1.0), (heat, -1.0)]);
        if model.instance.units[unit].price[t] < 0.0 {
            // heat is not wasted for money
            let mut most: Vec<_> = terms.iter().map(|(column, factor)| (*column, -factor)).collect();
            most.push((on, -least));
            model.linear.at_most(most, 0.0);
        }
        model.linear.at_most(terms, 0.0);
        model.units[unit].input[t].push((heat, per_kw));
    }
    if data.max_jobs < choices.len() {
        let limit = data.max_jobs as f64;
        let jobs = model.running(&choices, limit, |_| 1.0);
        for (t, jobs) in jobs.into_iter().enumerate() {
            let on = model.units[unit].on[t];
            model.linear.at_most(vec![(jobs, 1.0), (on, -limit)], 0.0);
        }
    }
}
