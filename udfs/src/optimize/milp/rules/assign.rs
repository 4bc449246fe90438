use super::super::model::{Choice, Model};

/// Every job runs exactly once, on a unit that takes it, in time. `false` if a job has no such place.
pub fn assign(model: &mut Model<'_>) -> bool {
    let market = model.market;
    for (task, range) in market.places_of.iter().enumerate() {
        let mut terms = Vec::new();
        for places in range.clone() {
            let unit = market.places[places].unit;
            for start in market.places[places].starts.clone() {
                let column = model.linear.column(1.0);
                model.choices.push(Choice { task, unit, start, column, places });
                terms.push((column, 1.0));
            }
        }
        if terms.is_empty() {
            return false;
        }
        model.linear.equal(terms, 1.0);
    }
    true
}
