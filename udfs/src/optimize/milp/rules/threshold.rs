use super::super::model::Model;
use super::super::peak_box::PeakBox;

/// A variable for every level of a demand charge: whether it bills more. A job whose choice alone bills more than a
/// level needs its variable, and each variable raises the charge from the level before to its own.
pub fn threshold(model: &mut Model<'_>, peaks: &PeakBox) {
    for (charge, billed) in model.billed.clone().into_iter().enumerate() {
        let levels = peaks.levels(charge);
        let above: Vec<usize> = levels.iter().map(|_| model.linear.column(1.0)).collect();
        for pair in above.windows(2) {
            model.linear.at_most(vec![(pair[1], 1.0), (pair[0], -1.0)], 0.0);
        }
        let before = std::iter::once(&peaks.lower[charge]).chain(&levels);
        let steps = levels.iter().zip(before).map(|(level, before)| level - before);
        let mut billed_row: Vec<_> = above.iter().copied().zip(steps).collect();
        if billed_row.is_empty() {
            continue;
        }
        billed_row.push((billed, -1.0));
        model.linear.at_most(billed_row, -peaks.lower[charge]);
        for row in rows(model, charge, &levels, &above) {
            model.linear.at_most(row, 0.0);
        }
    }
}

/// By job and level: choices above the level need its variable.
fn rows(model: &Model<'_>, charge: usize, levels: &[f64], above: &[usize]) -> Vec<Vec<(usize, f64)>> {
    let mut rows = Vec::new();
    for choices in model.choices.chunk_by(|a, b| a.task == b.task) {
        let mut known = usize::MAX;
        for (level, above) in levels.iter().zip(above) {
            let over = choices.iter().filter(|choice| model.lump(charge, choice) > level + 1e-9);
            let mut row: Vec<_> = over.map(|choice| (choice.column, 1.0)).collect();
            if row.is_empty() {
                break;
            }
            // a lower level has the same choices: its variable is no less
            if row.len() == known {
                rows.pop();
            }
            known = row.len();
            row.push((*above, -1.0));
            rows.push(row);
        }
    }
    rows
}
