use chrono_tz::Tz;

use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use super::series::Series;
use super::{bounds, demand, energy, fixed, period};
use crate::error::Issues;
use crate::model::{Cost, Decimal, DemandAllocation, Span, Tariff};
use crate::tariff::Calendar;

/// The bill for a metered load, given as mean kW over spans that follow each other without gap.
pub fn bill(tariff: &Tariff, zone: Tz, load: &[(Span, Decimal)], allocation: DemandAllocation) -> Result<Cost, Issues> {
    bounds::check_tariff(tariff)?;
    let series = Series::new(load)?;
    let Some(span) = series.span() else { return Ok(Cost::default()) };
    let calendar = Calendar::new(tariff, zone)?;
    let segments = calendar.segments(span)?;
    cost(&Metered { tariff, calendar: &calendar, span, segments: &segments, series: &series, allocation }, Vec::new())
}

/// All charges on a metered load and `others`, rounded line by line and added up.
pub(super) fn cost(metered: &Metered<'_>, others: Vec<Charge>) -> Result<Cost, Issues> {
    let mut charges = energy::charges(metered);
    let (demand, peaks) = demand::charges(metered)?;
    charges.extend(demand);
    charges.extend(others);
    charges.extend(fixed::charges(metered));
    charges.sort_by_key(|charge| (charge.month, charge.kind));
    let of = |kind: ChargeKind| charges.iter().filter(move |charge| charge.kind == kind);
    let amount = |kind| of(kind).map(Charge::amount).sum::<Decimal>();
    let exact = |kind| of(kind).map(|charge| charge.exact).sum::<Decimal>();
    Ok(Cost {
        energy: amount(ChargeKind::Energy),
        demand: amount(ChargeKind::Demand),
        fuel: amount(ChargeKind::Fuel),
        fixed: amount(ChargeKind::Fixed),
        minimum: Decimal::ZERO,
        total: charges.iter().map(Charge::amount).sum(),
        objective: exact(ChargeKind::Energy) + exact(ChargeKind::Demand) + exact(ChargeKind::Fuel),
        lines: charges.iter().map(Charge::line).collect(),
        peaks,
        by_period: period::costs(metered, &charges),
        by_equipment: Vec::new(),
    })
}
