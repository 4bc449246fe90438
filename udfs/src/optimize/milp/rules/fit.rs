use super::super::linear::Terms;
use super::super::model::{Choice, Model};
use crate::optimize::instance::kw;

/// Parts of the most that may be billed, and of the middle of what may be, that loads are counted in.
const PARTS_OF_MOST: [f64; 2] = [2.0, 3.0];
const PARTS_OF_MIDDLE: [f64; 1] = [2.0];
/// Multiples of a size between the least and the most that may be billed.
const MOST_MULTIPLES: usize = 3;

/// What draws more than a part of what a charge bills fits only so often at once: jobs and starts count as whole
/// multiples of that part (a dual feasible function of their sizes), and so does what is billed.
pub fn fit(model: &mut Model<'_>) {
    for charge in 0..model.billed.len() {
        let (lower, upper) = (model.region.lower[charge], model.region.upper[charge]);
        let paid = model.instance.peaks[charge].paid;
        let of = |billed: f64, part: &f64| (billed + paid) / part * (1.0 + 1e-9) + 1e-6;
        let middle = f64::midpoint(lower, upper);
        let sizes = PARTS_OF_MOST.iter().map(|part| of(upper, part));
        for size in sizes.chain(PARTS_OF_MIDDLE.iter().map(|part| of(middle, part))) {
            fits(model, charge, size);
        }
    }
}

fn fits(model: &mut Model<'_>, charge: usize, size: f64) {
    let times = |kw: f64| (kw / size).floor();
    let peak = &model.instance.peaks[charge];
    let (lower, upper) = (model.region.lower[charge] + peak.paid, model.region.upper[charge] + peak.paid);
    let multiples = (times(upper) - times(lower)) as usize;
    if multiples > MOST_MULTIPLES {
        return;
    }
    let mut own = vec![false; model.instance.plant.intervals];
    peak.intervals.iter().for_each(|t| own[*t] = true);
    let counted = count(model, &own, times);
    if counted.is_empty() {
        return;
    }
    let steps: Vec<usize> = (0..multiples).map(|_| model.linear.column(1.0)).collect();
    if multiples > 0 {
        let mut sum = vec![(model.billed[charge], -1.0)];
        let mut from = lower;
        for (multiple, step) in steps.iter().enumerate() {
            let to = (times(lower) + 1.0 + multiple as f64) * size;
            sum.push((*step, to - from));
            from = to;
        }
        model.linear.at_most(sum, -model.region.lower[charge]);
    }
    for (t, mut terms) in counted {
        let base = model.instance.base_load[t];
        let most = times((upper - base).max(0.0));
        if most <= times(lower) || base < 0.0 {
            model.linear.at_most(terms, most);
        } else {
            terms.extend(steps.iter().map(|step| (*step, -1.0)));
            model.linear.at_most(terms, times(lower));
        }
    }
}

/// By interval of the charge's own: jobs and starts in it, in multiples.
fn count(model: &mut Model<'_>, own: &[bool], times: impl Fn(f64) -> f64) -> Vec<(usize, Terms)> {
    let mut changes: Vec<Terms> = vec![Vec::new(); own.len() + 1];
    for choice in &model.choices {
        let weight = times(drawn(model, choice));
        let task = model.task(choice);
        // the last interval may be drawn in part
        let whole = if model.instance.fill(task) < 1.0 { task.intervals - 1 } else { task.intervals };
        if weight > 0.0 && own[choice.start..choice.start + whole].contains(&true) {
            changes[choice.start].push((choice.column, -weight));
            changes[choice.start + whole].push((choice.column, weight));
        }
    }
    let mut starts: Vec<Terms> = vec![Vec::new(); own.len()];
    for (unit, columns) in model.units.iter().enumerate().filter(|(unit, _)| model.unit(*unit).electric) {
        for (column, loads) in columns.start.iter().zip(&model.instance.units[unit].start) {
            let Some(column) = column else { continue };
            let loads = loads.iter().map(|(t, kw)| (*t, times(*kw)));
            loads.filter(|(_, weight)| *weight > 0.0).for_each(|(t, weight)| starts[t].push((*column, weight)));
        }
    }
    let mut running: Option<usize> = None;
    let mut counted = Vec::new();
    for (t, mut terms) in starts.into_iter().enumerate() {
        let mut change = std::mem::take(&mut changes[t]);
        if !change.is_empty() {
            let now = model.linear.column(model.choices.len() as f64);
            change.push((now, 1.0));
            change.extend(running.map(|before| (before, -1.0)));
            model.linear.equal(change, 0.0);
            running = Some(now);
        }
        terms.extend(running.map(|running| (running, 1.0)));
        if own[t] && !terms.is_empty() {
            counted.push((t, terms));
        }
    }
    counted
}

/// kW that a job draws at least while it runs, of what is metered.
fn drawn(model: &Model<'_>, choice: &Choice) -> f64 {
    let unit = model.unit(choice.unit);
    let power = kw(model.task(choice).power);
    let heat = if model.units[choice.unit].batch { power.max(kw(unit.min_load)) } else { power };
    if unit.electric { heat * model.instance.per_kw(choice.unit) } else { 0.0 }
}
