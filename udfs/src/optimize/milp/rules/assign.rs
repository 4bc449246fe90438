use super::super::model::{Choice, Model};

/// Every job runs exactly once, on a unit that takes it, in time, where the region has it. `false` if a job has no such place.
pub fn assign(model: &mut Model<'_>) -> bool {
    let (market, region) = (model.market, model.region);
    for (task, range) in market.places_of.iter().enumerate() {
        let mut terms = Vec::new();
        for places in range.clone().filter(|places| !region.excludes(*places)) {
            let unit = market.places[places].unit;
            for start in region.starts_of(task, &market.places[places].starts) {
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
