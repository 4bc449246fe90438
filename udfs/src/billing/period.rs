use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use crate::model::{Decimal, DemandCharge, PeriodCost, Span};

/// The bill by category: its lines, and the highest 15-minute mean within its hours.
pub fn costs(metered: &Metered<'_>, charges: &[Charge]) -> Vec<PeriodCost> {
    let named = |name: &str| {
        metered.tariff.demand_charges.iter().any(|charge| charge.name == name)
            || metered.tariff.critical_peaks.iter().any(|program| program.name == name)
    };
    let cost = |(category, spans): (&String, &Vec<Span>)| {
        let of = |kind| charges.iter().filter(move |charge| charge.kind == kind && charge.category == *category);
        let peak = metered.peak_kw(DemandCharge::DEFAULT_WINDOW_MINUTES, || spans.clone());
        let demand = of(ChargeKind::Demand).filter(|charge| !named(&charge.category));
        PeriodCost {
            period_category: category.to_string(),
            energy_kwh: of(ChargeKind::Energy).filter(|charge| !charge.is_adder).map(|charge| charge.quantity).sum(),
            energy_cost: of(ChargeKind::Energy).map(Charge::amount).sum(),
            demand_cost: demand.map(Charge::amount).sum(),
            peak_kw: peak.map_or(Decimal::ZERO, |(kw, _)| kw),
        }
    };
    metered.terms.hours.iter().map(cost).collect()
}
