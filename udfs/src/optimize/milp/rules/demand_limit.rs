use super::super::model::Model;
use crate::optimize::instance::kw;

/// Rounding of a mean that may meet the limit exactly, kW.
const ROUNDING: f64 = 2e-8;

/// Metered load within the site's limit, in every window.
pub fn demand_limit(model: &mut Model<'_>) {
    let plant = &model.instance.plant;
    let Some(limit) = plant.demand_limit else { return };
    for window in &plant.limit_windows {
        let share = 1.0 / window.len().max(1) as f64;
        let terms = window.clone().map(|t| (model.load[t], share)).collect();
        model.linear.at_most(terms, kw(limit) + ROUNDING);
    }
}
