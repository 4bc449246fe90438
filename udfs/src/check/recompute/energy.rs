use std::collections::BTreeMap;

use super::Line;
use super::load::Load;
use super::rates::MinuteRate;
use super::windows::highest_kw;
use crate::check::clock::Month;
use crate::check::view::View;
use crate::model::{BillLine, Decimal, EnergyTier, TierUnit};

/// A line a month, category and rate, or tier; the minutes at a price have one line together, as have prices on top of
/// rates, and the events of a critical peak.
pub fn lines(view: &View<'_>, load: &Load, rates: &[MinuteRate<'_>]) -> Vec<Line> {
    let (mut sums, mut tiered): (BTreeMap<_, (Decimal, Decimal)>, BTreeMap<_, Decimal>) = Default::default();
    let mut of_month: BTreeMap<Month, Decimal> = BTreeMap::new();
    let mut add = |key: (Month, String, Option<Decimal>, bool), kw: Decimal, rate: Decimal| {
        let (kw_minutes, cost) = sums.entry(key).or_default();
        *kw_minutes += kw;
        *cost += kw * rate;
    };
    for (minute, rate) in rates.iter().enumerate() {
        let (kw, month) = (load.electric_kw(minute), view.month(minute));
        if !rate.is_price {
            *of_month.entry(month).or_default() += kw;
        }
        if rate.is_price || rate.tiers.is_empty() {
            add(
                (month, rate.category.into(), (!rate.is_price).then_some(rate.period_kwh()), false),
                kw,
                rate.period_kwh(),
            );
        } else {
            *tiered.entry((month, rate.category, rate.tiers)).or_default() += kw;
        }
        if let Some(adder) = rate.adder_kwh {
            add((month, rate.category.into(), None, true), kw, adder);
        }
        for program in &view.problem.tariff.critical_peaks {
            let at = view.minute(minute);
            let called = program.events.iter().any(|event| event.start <= at && at < event.end);
            if called && program.energy_adder_kwh != Decimal::ZERO {
                add((month, program.name.clone(), Some(program.energy_adder_kwh), true), kw, program.energy_adder_kwh);
            }
        }
    }
    let sixty = Decimal::from(60);
    let flat = sums.into_iter().map(|((month, category, rate, _), (kw_minutes, cost))| {
        line(month, &category, None, (kw_minutes / sixty, rate), cost / sixty)
    });
    let tiered = tiered.into_iter().flat_map(|((month, category, tiers), kw_minutes)| {
        let part = if of_month[&month].is_zero() { Decimal::ZERO } else { kw_minutes / of_month[&month] };
        in_tiers(tiers, of_month[&month] / sixty, limit_unit(view, load, month, tiers), |tier, all_kwh, price| {
            let kwh = all_kwh * part;
            line(month, category, Some(tier), (kwh, Some(price)), kwh * price)
        })
    });
    flat.chain(tiered).collect()
}

/// The kWh that a limit of 1 stands for.
fn limit_unit(view: &View<'_>, load: &Load, month: Month, tiers: &[EnergyTier]) -> Decimal {
    let Some(period) = view.periods.iter().find(|period| period.month == month) else { return Decimal::ONE };
    let days = Decimal::from(period.days());
    match tiers[0].unit {
        TierUnit::Kwh => Decimal::ONE,
        TierUnit::KwhDaily => days,
        TierUnit::KwhPerKw => highest_kw(view, load, period),
        TierUnit::KwhPerKwDaily => days * highest_kw(view, load, period),
    }
}

fn in_tiers(
    tiers: &[EnergyTier],
    kwh: Decimal,
    unit: Decimal,
    line: impl Fn(u32, Decimal, Decimal) -> Line,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for (i, tier) in tiers.iter().enumerate() {
        let from = if i == 0 { Decimal::ZERO } else { tiers[i - 1].up_to.unwrap_or_default() * unit };
        let beyond = tier.up_to.map_or(Decimal::ZERO, |limit| (kwh - limit * unit).max(Decimal::ZERO));
        let inside = (kwh - from).max(Decimal::ZERO) - beyond;
        if i == 0 || inside > Decimal::ZERO {
            lines.push(line(i as u32 + 1, inside, tier.rate_kwh + tier.adjustment_kwh));
        }
    }
    lines
}

fn line(
    month: Month,
    category: &str,
    tier: Option<u32>,
    (kwh, rate): (Decimal, Option<Decimal>),
    exact: Decimal,
) -> Line {
    let bill = BillLine {
        month: month.text(),
        charge: "energy".into(),
        category: category.into(),
        tier,
        quantity: kwh,
        unit: "kWh".into(),
        rate,
        amount: Decimal::ZERO,
        at: None,
    };
    Line { exact, bill }
}
