use super::super::model::Model;

/// Input at the price of its interval.
pub fn energy(model: &mut Model<'_>) {
    for (unit, costs) in model.units.iter().zip(&model.instance.units) {
        for (input, price) in unit.input.iter().zip(&costs.price) {
            for (column, kw) in input {
                model.linear.cost[*column] += kw * price;
            }
        }
    }
}
