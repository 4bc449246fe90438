use super::super::model::{Choice, Model};

/// Levels of a charge at most.
const MOST_LEVELS: usize = 24;

/// A demand charge bills more than a level, or no job draws more than it alone: what is billed above the region's least
/// is the sum of steps between levels, each in part, and no job is above a level in a larger part than its step is.
pub fn level(model: &mut Model<'_>) {
    for (charge, billed) in model.billed.clone().into_iter().enumerate() {
        let levels = levels(model, charge);
        let lower = model.region.lower[charge];
        let steps: Vec<usize> = levels.iter().map(|_| model.linear.column(1.0)).collect();
        let mut sum = vec![(billed, -1.0)];
        let mut before = lower;
        for (level, step) in levels.iter().zip(&steps) {
            sum.push((*step, level - before));
            before = *level;
        }
        if steps.is_empty() {
            continue;
        }
        model.linear.at_most(sum, -lower);
        for pair in steps.windows(2) {
            model.linear.at_most(vec![(pair[1], 1.0), (pair[0], -1.0)], 0.0);
        }
        let tasks: Vec<Vec<Choice>> = model.choices.chunk_by(|a, b| a.task == b.task).map(<[_]>::to_vec).collect();
        for choices in tasks {
            above(model, charge, &choices, &levels, &steps);
        }
    }
}

/// Rows of one job: the part of it above each level, as the part above the next and what lies between.
fn above(model: &mut Model<'_>, charge: usize, choices: &[Choice], levels: &[f64], steps: &[usize]) {
    let mut next: Option<usize> = None;
    for at in (0..levels.len()).rev() {
        let upto = levels.get(at + 1).copied().unwrap_or(f64::INFINITY);
        let between = choices.iter().filter(|choice| {
            let lump = model.lump(charge, choice);
            lump > levels[at] + 1e-9 && lump <= upto + 1e-9
        });
        let mut terms: Vec<_> = between.map(|choice| (choice.column, 1.0)).collect();
        if terms.is_empty() {
            continue;
        }
        let market = model.market;
        let part = model.linear.column(1.0);
        terms.extend(next.map(|next| (next, 1.0)));
        terms.push((part, -1.0));
        model.linear.equal(terms, 0.0);
        let row = model.linear.at_most(vec![(part, 1.0), (steps[at], -1.0)], 0.0);
        // the highest that all these are above
        if let Some(level) = market.level(charge, levels[at]).checked_sub(1) {
            let price = market.level_price(choices[0].task, charge, level);
            model.priced.push((row, price, market.steps[charge][level].recip()));
        }
        next = Some(part);
    }
}

/// Between what jobs bill alone, inside the region: all, or so many at equal distances.
fn levels(model: &Model<'_>, charge: usize) -> Vec<f64> {
    let (lower, upper) = (model.region.lower[charge], model.region.upper[charge]);
    let mut lumps: Vec<f64> = model.choices.iter().map(|choice| model.lump(charge, choice)).collect();
    lumps.retain(|lump| *lump > lower + 1e-6 && *lump <= upper);
    lumps.sort_unstable_by(f64::total_cmp);
    lumps.dedup_by(|a, b| *a - *b < 1e-6);
    let Some(last) = lumps.last().copied() else { return Vec::new() };
    // a job is above a level that is just below what it bills
    let mut levels: Vec<f64> = Vec::new();
    let distance = (last - lower) / MOST_LEVELS as f64;
    for lump in lumps {
        let level = lump - 1e-6;
        if levels.last().is_none_or(|before| level - before >= distance) {
            levels.push(level);
        }
    }
    levels
}
