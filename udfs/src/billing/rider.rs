use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use crate::model::{Decimal, Rider, RiderUnit};
use crate::tariff::MonthPart;

/// Adjustments on top of `charges`, which are those for energy, demand, coincident, reactive and fixed.
pub fn charges(metered: &Metered<'_>, charges: &[Charge]) -> Vec<Charge> {
    let mut riders = Vec::new();
    for part in metered.parts() {
        for rider in &metered.tariff.riders {
            let season = metered.season_share(&part, rider.months.as_ref());
            if season.is_zero() {
                continue;
            }
            let line = |exact| Charge::new(ChargeKind::Rider, part.month, &rider.name, exact);
            riders.push(match rider.unit {
                RiderUnit::Kwh => {
                    let kwh = kwh(metered, rider, &part);
                    let exact = kwh * rider.rate;
                    Charge { objective: exact, ..line(exact).quantity(kwh, "kWh", Some(rider.rate)) }
                }
                RiderUnit::Kw => {
                    let kw = metered.highest_kw(&part);
                    let exact = kw * rider.rate * season * metered.allocated_share(&part);
                    Charge { objective: exact, ..line(exact).quantity(kw, "kW", Some(rider.rate)) }
                }
                RiderUnit::Percent => {
                    let of_month = || charges.iter().filter(|charge| charge.month == part.month);
                    let of_month = || of_month().filter(|charge| charge.kind != ChargeKind::Fuel);
                    let base: Decimal = of_month().map(|charge| charge.exact).sum();
                    let changeable: Decimal = of_month().map(|charge| charge.objective).sum();
                    let factor = rider.rate / Decimal::ONE_HUNDRED * season;
                    let line = line(base * factor).quantity(base, "percent", Some(rider.rate));
                    Charge { objective: changeable * factor, ..line }
                }
            });
        }
    }
    riders
}

/// Energy in the rider's months.
fn kwh(metered: &Metered<'_>, rider: &Rider, part: &MonthPart) -> Decimal {
    let in_months = |month: u32| rider.months.as_ref().is_none_or(|months| months.contains(&month));
    let of_part = metered.terms.months.iter().filter(|((billed, month), _)| *billed == part.month && in_months(*month));
    let kw_minutes: Decimal = of_part.map(|(_, spans)| metered.meter.kw_minutes(&|| spans.clone())).sum();
    kw_minutes / Decimal::from(60)
}
