use std::collections::BTreeMap;

use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use crate::model::Decimal;

#[derive(Default)]
struct Sum {
    kw_minutes: Decimal,
    /// kW minutes times rate.
    cost_minutes: Decimal,
}

/// Energy by month, category and rate. Where a tariff boundary lies inside an interval its energy is split by time.
/// Real-time prices of a category are one line.
pub fn charges(metered: &Metered<'_>) -> Vec<Charge> {
    let sixty = Decimal::from(60);
    let mut sums: BTreeMap<_, Sum> = BTreeMap::new();
    for segment in metered.segments {
        let kw_minutes = metered.series.kw_minutes(segment.span);
        let rate = (!segment.is_price).then_some(segment.energy_rate_kwh);
        let sum = sums.entry((segment.month, segment.period_category, rate)).or_default();
        sum.kw_minutes += kw_minutes;
        sum.cost_minutes += kw_minutes * segment.energy_rate_kwh;
    }
    let charge = |((month, category, rate), sum): ((_, &str, Option<Decimal>), Sum)| Charge {
        kind: ChargeKind::Energy,
        month,
        category: category.to_string(),
        quantity: sum.kw_minutes / sixty,
        unit: "kWh",
        rate,
        exact: rate.map_or(sum.cost_minutes, |rate| sum.kw_minutes * rate) / sixty,
        at: None,
    };
    sums.into_iter().map(charge).collect()
}
