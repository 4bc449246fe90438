use super::super::model::Model;

/// Once started, a unit stays on for its minimum run time.
pub fn min_run_time(model: &mut Model<'_>, unit: usize) {
    let min_run = model.unit(unit).min_run;
    let columns = &model.units[unit];
    for (t, on) in columns.on.iter().enumerate() {
        let starts = &columns.start[(t + 1).saturating_sub(min_run)..=t];
        let mut terms: Vec<_> = starts.iter().flatten().map(|column| (*column, 1.0)).collect();
        if !terms.is_empty() {
            terms.push((*on, -1.0));
            model.linear.at_most(terms, 0.0);
        }
    }
}
