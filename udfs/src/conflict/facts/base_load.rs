use super::{Fact, FactKind};
use crate::operation::Plant;

/// No metering window of the site's own load is above the demand limit.
pub fn fact(plant: &Plant) -> Option<Fact> {
    let limit = plant.demand_limit?;
    let over =
        |window: &&std::ops::Range<usize>| Plant::above_limit(Plant::window_mean(&plant.base_load, window), limit) > 0;
    let window = plant.limit_windows.iter().find(over)?;
    Some(Fact { jobs: Vec::new(), kind: FactKind::BaseLoad { at: window.start } })
}
