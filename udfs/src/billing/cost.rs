use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use super::{coincident, demand, energy, fixed, minimum, period, reactive, rider, tax};
use crate::error::Issues;
use crate::model::{Cost, Decimal, Peak, PeriodCost};

/// All charges on a metered load and `others`, rounded line by line and added up.
pub(super) fn cost(metered: &Metered<'_>, others: Vec<Charge>) -> (Cost, Issues) {
    let (charges, peaks, warnings) = charges(metered, others);
    let by_period = period::costs(metered, &charges);
    (summed(charges, peaks, by_period), warnings)
}

pub(super) fn charges(metered: &Metered<'_>, others: Vec<Charge>) -> (Vec<Charge>, Vec<Peak>, Issues) {
    let mut charges = energy::charges(metered);
    let demand = demand::charges(metered);
    let mut warnings = demand.warnings;
    charges.extend(demand.charges);
    for (further, found) in [coincident::charges(metered), reactive::charges(metered)] {
        charges.extend(further);
        warnings.extend(found);
    }
    charges.extend(others);
    charges.extend(fixed::charges(metered));
    charges.extend(rider::charges(metered, &charges));
    charges.extend(minimum::charges(metered, &charges));
    charges.extend(tax::charges(metered, &charges));
    (charges, demand.peaks, warnings)
}

pub(super) fn summed(mut charges: Vec<Charge>, peaks: Vec<Peak>, by_period: Vec<PeriodCost>) -> Cost {
    charges.sort_by_key(|charge| (charge.month, charge.kind));
    let amount =
        |kind: ChargeKind| charges.iter().filter(|charge| charge.kind == kind).map(Charge::amount).sum::<Decimal>();
    Cost {
        energy: amount(ChargeKind::Energy),
        demand: amount(ChargeKind::Demand),
        coincident: amount(ChargeKind::Coincident),
        reactive: amount(ChargeKind::Reactive),
        fuel: amount(ChargeKind::Fuel),
        fixed: amount(ChargeKind::Fixed),
        rider: amount(ChargeKind::Rider),
        minimum: amount(ChargeKind::Minimum),
        tax: amount(ChargeKind::Tax),
        total: charges.iter().map(Charge::amount).sum(),
        objective: charges.iter().map(|charge| charge.objective).sum(),
        lines: charges.iter().map(Charge::line).collect(),
        peaks,
        by_period,
        by_equipment: Vec::new(),
    }
}
