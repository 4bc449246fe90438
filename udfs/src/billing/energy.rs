use std::collections::BTreeMap;

use super::charge::{Charge, ChargeKind};
use super::energy_tiers;
use super::metered::Metered;
use crate::model::{Decimal, EnergyTier, Span};
use crate::tariff::{BillingMonth, Segment, push_span};

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

/// Energy that is charged together, by the rates it is charged at.
#[derive(Debug)]
pub struct EnergyGroup {
    month: BillingMonth,
    category: String,
    at: GroupRate,
    by_rate: Vec<(Decimal, Vec<Span>)>,
}

#[derive(Debug)]
enum GroupRate {
    Single(Decimal),
    /// No rate for the line to show.
    Many,
    Adders,
    Tiers(Vec<EnergyTier>),
}

/// Energy by month, category and rate. Where a tariff boundary lies inside an interval its energy is split by time.
pub fn groups(segments: &[(Span, &Segment<'_>)]) -> Vec<EnergyGroup> {
    let mut spans: BTreeMap<(BillingMonth, &str, At<'_>), BTreeMap<Decimal, Vec<Span>>> = BTreeMap::new();
    for (span, segment) in segments {
        let mut add = |at, rate| {
            let by_rate = spans.entry((segment.month, segment.period_category, at)).or_default();
            push_span(by_rate.entry(rate).or_default(), *span);
        };
        let (at, rate) = charged_at(segment);
        add(at, rate);
        if let Some(adder) = segment.adder_kwh {
            add(At::Adders, adder);
        }
    }
    let group = |((month, category, at), by_rate): ((_, &str, At<'_>), BTreeMap<_, _>)| EnergyGroup {
        month,
        category: category.to_string(),
        at: match at {
            At::Prices => GroupRate::Many,
            At::Rate(rate) => GroupRate::Single(rate),
            At::Tiers(tiers) => GroupRate::Tiers(tiers.to_vec()),
            At::Adders => GroupRate::Adders,
        },
        by_rate: by_rate.into_iter().collect(),
    };
    spans.into_iter().map(group).collect()
}

/// Real-time prices of a category are one line, and each tier of it is one.
pub fn charges(metered: &Metered<'_>) -> Vec<Charge> {
    let sums: Vec<(&EnergyGroup, Sum)> =
        metered.terms.energy.iter().map(|group| (group, Sum::of(metered, group))).collect();
    let counted = counted(&sums);
    let lines = sums.iter().flat_map(|(group, sum)| group_charges(metered, group, sum, &counted));
    lines.chain(critical_peaks(metered)).collect()
}

struct Sum {
    kw_minutes: Decimal,
    /// kW minutes times rate.
    cost_minutes: Decimal,
}

impl Sum {
    fn of(metered: &Metered<'_>, group: &EnergyGroup) -> Self {
        let mut sum = Self { kw_minutes: Decimal::ZERO, cost_minutes: Decimal::ZERO };
        for (rate, spans) in &group.by_rate {
            let at_rate = metered.meter.kw_minutes(&|| spans.clone());
            sum.kw_minutes += at_rate;
            sum.cost_minutes += at_rate * rate;
        }
        sum
    }
}

/// By month: the kW minutes that limits of tiers count.
fn counted(sums: &[(&EnergyGroup, Sum)]) -> BTreeMap<BillingMonth, Decimal> {
    let mut counted: BTreeMap<BillingMonth, Decimal> = BTreeMap::new();
    for (group, sum) in sums {
        if matches!(group.at, GroupRate::Single(_) | GroupRate::Tiers(_)) {
            *counted.entry(group.month).or_default() += sum.kw_minutes;
        }
    }
    counted
}

fn group_charges(
    metered: &Metered<'_>,
    group: &EnergyGroup,
    sum: &Sum,
    counted: &BTreeMap<BillingMonth, Decimal>,
) -> Vec<Charge> {
    let line = |rate| line(group.month, &group.category, sum.kw_minutes, rate, sum.cost_minutes);
    match &group.at {
        GroupRate::Tiers(tiers) => {
            let all = counted.get(&group.month).copied().unwrap_or_default();
            energy_tiers::charges(metered, (group.month, &group.category), tiers, sum.kw_minutes, all)
        }
        GroupRate::Single(rate) => vec![line(Some(*rate))],
        GroupRate::Many => vec![line(None)],
        GroupRate::Adders => vec![Charge { is_adder: true, ..line(None) }],
    }
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
            let kw_minutes = metered.meter.kw_minutes(&|| spans.clone());
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
