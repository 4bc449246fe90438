use std::collections::BTreeMap;

use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use super::window::{peak, windows};
use crate::model::{Decimal, DemandCharge, PeriodCost, Span};
use crate::tariff::push_span;

/// The bill by category: its lines, and the highest 15-minute mean within its hours.
pub fn costs(metered: &Metered<'_>, charges: &[Charge]) -> Vec<PeriodCost> {
    let mut hours: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for segment in metered.segments {
        if let Some(span) = metered.clip(segment.span) {
            push_span(hours.entry(segment.period_category).or_default(), span);
        }
    }
    let named = |name: &str| {
        metered.tariff.demand_charges.iter().any(|charge| charge.name == name)
            || metered.tariff.critical_peaks.iter().any(|program| program.name == name)
    };
    let cost = |(category, spans): (&str, Vec<Span>)| {
        let of = |kind| charges.iter().filter(move |charge| charge.kind == kind && charge.category == category);
        let windows = windows(&spans, DemandCharge::DEFAULT_WINDOW_MINUTES, metered.calendar.clock());
        let demand = of(ChargeKind::Demand).filter(|charge| !named(&charge.category));
        PeriodCost {
            period_category: category.to_string(),
            energy_kwh: of(ChargeKind::Energy).filter(|charge| !charge.is_adder).map(|charge| charge.quantity).sum(),
            energy_cost: of(ChargeKind::Energy).map(Charge::amount).sum(),
            demand_cost: demand.map(Charge::amount).sum(),
            peak_kw: peak(&windows, metered.series).map_or(Decimal::ZERO, |(kw, _)| kw),
        }
    };
    hours.into_iter().map(cost).collect()
}
