use super::super::model::Model;
use super::super::piecewise;

/// Energy whose price depends on how much of it there is. Limits that grow with the highest load, or count other energy
/// too, are left out: every kWh costs at least what it does in the cheapest tier.
pub fn tiers(model: &mut Model<'_>) {
    let instance = model.instance;
    for tiers in &instance.tiers {
        let highest = instance.highest_load() * tiers.hours.iter().map(|(_, hours)| hours).sum::<f64>();
        let energy = model.linear.column(highest);
        let mut terms: Vec<_> = tiers.hours.iter().map(|(t, hours)| (model.load[*t], *hours)).collect();
        terms.push((energy, -1.0));
        model.linear.equal(terms, 0.0);
        if tiers.highest_of.is_some() || tiers.counted != tiers.hours {
            model.linear.cost[energy] = tiers.steps.iter().map(|(_, more)| *more).fold(0.0, f64::min);
        } else {
            let bends = tiers.steps.iter().map(|(from, _)| *from);
            piecewise::price(&mut model.linear, energy, bends, |kwh| tiers.cost_of(kwh, 1.0));
        }
    }
}
