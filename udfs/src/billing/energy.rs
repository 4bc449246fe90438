use std::collections::BTreeMap;

use super::charge::{Charge, ChargeKind};
use super::energy_tiers;
use super::metered::Metered;
use crate::model::{Decimal, EnergyTier, Span};
use crate::tariff::{BillingMonth, Segment};

/// What energy is charged together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum At<'a> {
    /// Real-time prices in place of rates.
    Prices,
    Rate(Decimal),
    Tiers(&'a [EnergyTier]),
    /// Real-time prices on top of rates.
    Adders,
}

#[derive(Default)]
struct Sum {
    kw_minutes: Decimal,
    /// kW minutes times rate.
    cost_minutes: Decimal,
}

/// Energy by month, category and rate. Where a tariff boundary lies inside an interval its energy is split by time.
/// Real-time prices of a category are one line, and each tier of it is one.
pub fn charges(metered: &Metered<'_>) -> Vec<Charge> {
    let mut sums: BTreeMap<(BillingMonth, &str, At<'_>), Sum> = BTreeMap::new();
    for segment in metered.segments {
        let Some(span) = metered.clip(segment.span) else { continue };
        let kw_minutes = metered.series.kw_minutes(span);
        let mut add = |at, rate: Decimal| {
            let sum = sums.entry((segment.month, segment.period_category, at)).or_default();
            sum.kw_minutes += kw_minutes;
            sum.cost_minutes += kw_minutes * rate;
        };
        let (at, rate) = charged_at(segment);
        add(at, rate);
        if let Some(adder) = segment.adder_kwh {
            add(At::Adders, adder);
        }
    }
    let counted = counted(&sums);
    let lines = sums.into_iter().flat_map(|((month, category, at), sum)| match at {
        At::Tiers(tiers) => {
            let all = counted.get(&month).copied().unwrap_or_default();
            energy_tiers::charges(metered, (month, category), tiers, sum.kw_minutes, all)
        }
        At::Rate(rate) => vec![line(month, category, sum.kw_minutes, Some(rate), sum.kw_minutes * rate)],
        At::Prices => vec![line(month, category, sum.kw_minutes, None, sum.cost_minutes)],
        At::Adders => {
            let line = line(month, category, sum.kw_minutes, None, sum.cost_minutes);
            vec![Charge { is_adder: true, ..line }]
        }
    });
    lines.chain(critical_peaks(metered)).collect()
}

/// By month: the kW minutes that limits of tiers count.
fn counted(sums: &BTreeMap<(BillingMonth, &str, At<'_>), Sum>) -> BTreeMap<BillingMonth, Decimal> {
    let mut counted: BTreeMap<BillingMonth, Decimal> = BTreeMap::new();
    for ((month, _, at), sum) in sums {
        if matches!(at, At::Rate(_) | At::Tiers(_)) {
            *counted.entry(*month).or_default() += sum.kw_minutes;
        }
    }
    counted
}

fn charged_at<'a>(segment: &Segment<'a>) -> (At<'a>, Decimal) {
    let rate = segment.energy_rate_kwh - segment.adder_kwh.unwrap_or_default();
    if segment.is_price && segment.adder_kwh.is_none() {
        (At::Prices, rate)
    } else if segment.energy_tiers.is_empty() {
        (At::Rate(rate), rate)
    } else {
        (At::Tiers(segment.energy_tiers), rate)
    }
}

/// What energy costs on top in the events of a critical-peak program.
fn critical_peaks(metered: &Metered<'_>) -> Vec<Charge> {
    let mut charges = Vec::new();
    for part in metered.parts() {
        for program in metered.tariff.critical_peaks.iter().filter(|program| !program.energy_adder_kwh.is_zero()) {
            let within = |event: &&Span| event.overlaps(&part.span);
            let clipped = program.events.iter().filter(within).filter_map(|event| {
                let start = event.start.max(part.span.start);
                metered.clip(Span { start, end: event.end.min(part.span.end) })
            });
            let spans: Vec<Span> = clipped.collect();
            if spans.is_empty() {
                continue;
            }
            let kw_minutes: Decimal = spans.into_iter().map(|span| metered.series.kw_minutes(span)).sum();
            let rate = program.energy_adder_kwh;
            let line = line(part.month, &program.name, kw_minutes, Some(rate), kw_minutes * rate);
            charges.push(Charge { is_adder: true, ..line });
        }
    }
    charges
}

fn line(
    month: BillingMonth,
    category: &str,
    kw_minutes: Decimal,
    rate: Option<Decimal>,
    cost_minutes: Decimal,
) -> Charge {
    let sixty = Decimal::from(60);
    Charge::new(ChargeKind::Energy, month, category, cost_minutes / sixty).quantity(kw_minutes / sixty, "kWh", rate)
}
