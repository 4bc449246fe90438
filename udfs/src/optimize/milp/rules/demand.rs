use super::super::model::Model;
use super::super::piecewise;

/// What a kW above the region's limit costs, in rates of the charge.
const BEYOND: f64 = 100.0;

/// The metered load, and what each demand charge bills of it: the mean of every window of its own hours above the kW
/// that are paid for.
pub fn demand(model: &mut Model<'_>) {
    let instance = model.instance;
    if instance.peaks.is_empty() && instance.tiers.is_empty() && instance.plant.demand_limit.is_none() {
        return;
    }
    let highest = instance.highest_load();
    for (t, base) in instance.base_load.iter().enumerate() {
        let load = model.linear.column(highest);
        let mut terms = vec![(load, 1.0)];
        for (unit, data) in model.units.iter().zip(&instance.plant.units) {
            if data.electric {
                terms.extend(unit.input[t].iter().map(|(column, kw)| (*column, -kw)));
            }
        }
        model.linear.equal(terms, *base);
        model.load.push(load);
    }
    let region = model.region;
    let mut price = 0;
    for (charge, (lower, upper)) in instance.peaks.iter().zip(region.lower.iter().zip(&region.upper)) {
        let billed = model.linear.column(*upper);
        model.linear.lower[billed] = *lower;
        let bends = charge.steps.iter().map(|(from, _)| *from);
        piecewise::price(&mut model.linear, billed, bends, |above| charge.cost_above(above));
        // so that a region without any plan has a bound too, and a high one
        let beyond = model.linear.column(highest.max(*upper));
        model.linear.cost[beyond] = BEYOND * charge.highest_rate();
        for window in charge.all_windows() {
            let mut terms: Vec<_> = window.iter().map(|(t, share)| (model.load[*t], *share)).collect();
            terms.extend([(billed, -1.0), (beyond, -1.0)]);
            let row = model.linear.at_most(terms, charge.paid);
            model.priced.push((row, price, 1.0));
            price += 1;
        }
        model.billed.push(billed);
    }
}
