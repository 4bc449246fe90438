mod flat;
mod ratchet;
mod tou;

use super::document::{Document, number, row};
use crate::error::Place;
use crate::model::{Decimal, DemandCharge, DemandTier, Tariff};
use crate::row::Row;

pub(super) fn write(tariff: &Tariff, document: &mut Document) {
    let (flat, tou): (Vec<_>, Vec<_>) = numbered(tariff).partition(|(_, charge)| charge.hours.is_none());
    flat::write(&flat, document);
    tou::write(tariff, &tou, document);
    ratchet::write(&flat, &tou, document);
    window(tariff, document);
    if let Some(charge) = tariff.reactive_charges.first() {
        document.set_number("demandreactivepowercharge", charge.rate_kvar);
    }
}

fn numbered(tariff: &Tariff) -> impl Iterator<Item = (usize, &DemandCharge)> {
    tariff.demand_charges.iter().enumerate()
}

fn place(row: usize, charge: &DemandCharge) -> Place {
    Place::new("tariff.demand_charges").row(row).key(&charge.name)
}

/// Where all charges have one window.
fn window(tariff: &Tariff, document: &mut Document) {
    let of_periods = tariff.periods.iter().filter_map(|period| period.demand_rate_kw);
    let mut minutes: Vec<u32> = of_periods.map(|_| DemandCharge::DEFAULT_WINDOW_MINUTES).collect();
    minutes.extend(tariff.demand_charges.iter().map(|charge| charge.window_minutes));
    minutes.extend(tariff.reactive_charges.iter().map(|charge| charge.window_minutes));
    minutes.sort_unstable();
    minutes.dedup();
    match minutes[..] {
        [] => {}
        [one] => document.set_number("demandwindow", one),
        _ => {
            let place = Place::new("tariff.demand_charges").column("window_minutes");
            document.refuse(place, "URDB states one metering window for all charges", "give all charges one");
        }
    }
}

fn tiers(tiers: &[DemandTier], rate_kw: Decimal) -> Vec<DemandTier> {
    match tiers {
        [] => vec![DemandTier { up_to_kw: None, rate_kw, adjustment_kw: Decimal::ZERO }],
        tiers => tiers.to_vec(),
    }
}

fn tier_rows(tiers: &[DemandTier], place: &Place, document: &mut Document) -> Vec<Row> {
    if tiers.last().is_some_and(|tier| tier.up_to_kw.is_some()) {
        document.refuse(place.clone().column("tiers"), "URDB states no end of the last tier", "leave out its limit");
    }
    let row = |tier: &DemandTier| {
        row([
            ("max", tier.up_to_kw.and_then(number)),
            ("rate", number(tier.rate_kw)),
            ("adj", number(tier.adjustment_kw)),
        ])
    };
    tiers.iter().map(row).collect()
}
