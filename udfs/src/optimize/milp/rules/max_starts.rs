use std::collections::BTreeMap;

use super::super::model::Model;

/// Starts of a site-local day.
pub fn max_starts(model: &mut Model<'_>, unit: usize) {
    let Some(limit) = model.unit(unit).max_starts_per_day else { return };
    let mut days: BTreeMap<i32, Vec<(usize, f64)>> = BTreeMap::new();
    for (t, start) in model.units[unit].start.iter().enumerate() {
        if let Some(column) = start {
            days.entry(model.instance.plant.day[t]).or_default().push((*column, 1.0));
        }
    }
    for terms in days.into_values() {
        model.linear.at_most(terms, limit as f64);
    }
}
