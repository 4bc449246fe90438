use std::collections::{BTreeMap, BTreeSet};

use super::rest;
use super::schedule::{self, Block};
use super::source::Source;
use super::tiers::{self, Of, Tier};
use crate::error::Code;
use crate::model::{Decimal, EnergyTier, Rider, RiderUnit, TariffPeriod, TierUnit};

/// Periods `period-N`, one for each stretch of hours with the same index.
pub(super) fn read(source: &mut Source<'_>) -> Vec<TariffPeriod> {
    let name = "energyratestructure";
    let structure = tiers::read(source, name, Of::Energy);
    if source.get(name).is_none_or(|cell| *cell == crate::row::Cell::List(Vec::new())) {
        source.error(Code::MissingField, name, "no energy rate", "give a period with rate 0 if energy is free");
    }
    // without a structure the schedules are checked for all but their indices
    let end = structure.as_ref().map_or(usize::MAX, Vec::len);
    let week = schedule::read_week(source, "energyweekdayschedule", "energyweekendschedule", end);
    let (Some(structure), Some(week)) = (structure, week) else { return Vec::new() };
    let blocks = schedule::blocks(&week);
    let used: BTreeSet<usize> = blocks.iter().map(|block| block.index).collect();
    rest::keep(source, name, &structure, |index| used.contains(&index));
    blocks.into_iter().filter_map(|block| Some(period(structure.get(block.index)?, block))).collect()
}

fn period(tiers: &[Tier<'_>], block: Block) -> TariffPeriod {
    let simple = |tier: &Tier<'_>| tier.adjustment.is_zero() && tier.unit == TierUnit::Kwh;
    let energy_tiers: Vec<EnergyTier> = match tiers {
        [one] if simple(one) => Vec::new(),
        tiers => tiers.iter().map(Tier::energy).collect(),
    };
    TariffPeriod {
        day_type: block.day_type,
        months: block.months,
        start_time: block.start,
        end_time: block.end,
        period_category: format!("period-{}", block.index),
        energy_rate_kwh: tiers.first().map(Tier::price).unwrap_or_default(),
        energy_tiers,
        demand_rate_kw: None,
        demand_tiers: Vec::new(),
    }
}

/// Fuel adjustments by month, a rider for each price.
pub(super) fn read_riders(source: &mut Source<'_>) -> Vec<Rider> {
    let name = "fueladjustmentsmonthly";
    let Some(cells) = source.list(name, Some(12)) else { return Vec::new() };
    let mut months: BTreeMap<Decimal, BTreeSet<u32>> = BTreeMap::new();
    for (month, cell) in (1..).zip(cells) {
        if let Some(rate) = source.number_in(cell, &format!("{name}[{}]", month - 1)) {
            months.entry(rate.normalize()).or_default().insert(month);
        }
    }
    months.remove(&Decimal::ZERO);
    if months.is_empty() {
        source.keep(name);
    }
    let mut riders: Vec<Rider> = months
        .into_iter()
        .map(|(rate, months)| Rider {
            name: format!("fuel-adjustment-{}", months.first().copied().unwrap_or(1)),
            rate,
            unit: RiderUnit::Kwh,
            months: (months.len() < 12).then_some(months),
        })
        .collect();
    riders.sort_by(|a, b| a.months.cmp(&b.months));
    riders
}
