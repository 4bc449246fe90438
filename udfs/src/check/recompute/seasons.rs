use std::collections::{BTreeMap, BTreeSet};

use crate::check::period::Period;
use crate::model::{Decimal, DemandCharge, DemandTier, Tariff, TariffPeriod};

/// The calendar months of a billing period in which a category has a demand rate, by category, rate and tiers.
pub fn seasons<'a>(
    tariff: &'a Tariff,
    period: &Period,
) -> BTreeMap<(&'a str, Decimal, &'a [DemandTier]), BTreeSet<u32>> {
    let mut seasons: BTreeMap<_, BTreeSet<u32>> = BTreeMap::new();
    let categories: BTreeSet<&str> = tariff.periods.iter().map(|period| period.period_category.as_str()).collect();
    for (month, category) in period.calendar_months().into_iter().flat_map(|m| categories.iter().map(move |c| (m, *c)))
    {
        let in_month = |p: &&TariffPeriod| p.months.as_ref().is_none_or(|months| months.contains(&month));
        let mut of_category = tariff.periods.iter().filter(|p| p.period_category == category).filter(in_month);
        if let Some((rate_kw, tiers)) = of_category.find_map(|p| Some((p.demand_rate_kw?, p.demand_tiers.as_slice()))) {
            seasons.entry((category, rate_kw, tiers)).or_default().insert(month);
        }
    }
    seasons
}

/// The calendar months in which a charge with hours of its own has any.
pub fn charged_months(charge: &DemandCharge) -> BTreeSet<u32> {
    let has_hours = |month: &u32| {
        charge.hours.iter().flatten().any(|h| h.months.as_ref().is_none_or(|months| months.contains(month)))
    };
    let is_charged = |month: &u32| {
        charge.months.as_ref().is_none_or(|months| months.contains(month))
            && (charge.hours.is_none() || has_hours(month))
    };
    (1..=12).filter(is_charged).collect()
}
