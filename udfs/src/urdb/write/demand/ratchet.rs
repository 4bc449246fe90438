use super::super::super::attributes::list;
use super::super::super::ratchet::{BY_MONTH, LOOKBACK, MONTHS_BEFORE, months};
use super::super::document::Document;
use super::place;
use crate::model::{Decimal, DemandCharge, Lookback, Ratchet};
use crate::row::Cell;

/// One ratchet for all charges at any time or, without any, for all with hours.
pub(super) fn write(flat: &[(usize, &DemandCharge)], tou: &[(usize, &DemandCharge)], document: &mut Document) {
    let (with, without) = if flat.is_empty() { (tou, flat) } else { (flat, tou) };
    let ratchet = with.first().and_then(|(_, charge)| charge.ratchet.as_ref());
    let others = without.iter().filter(|(_, charge)| charge.ratchet.is_some());
    let unequal = with.iter().filter(|(_, charge)| charge.ratchet.as_ref() != ratchet);
    for (row, charge) in others.chain(unequal) {
        let message = "URDB states one ratchet, for all charges at any time or for all with hours";
        document.refuse(place(*row, charge).column("ratchet"), message, "give those charges the same ratchet");
    }
    match ratchet {
        Some(ratchet) => set(ratchet, document),
        // a ratchet that was read and removed since
        None if !with.is_empty() && is_above_zero(document.get(LOOKBACK[0])) => {
            LOOKBACK.iter().for_each(|name| document.set(name, Cell::Null));
        }
        None => {}
    }
}

fn set(ratchet: &Ratchet, document: &mut Document) {
    let [percent_name, months_name, range_name] = LOOKBACK;
    let fractions = ratchet.percent.map(|percent| percent / Decimal::ONE_HUNDRED);
    let uniform = fractions.iter().all(|fraction| *fraction == fractions[0]);
    let was_lookback = is_above_zero(document.get(percent_name));
    let cells = fractions.iter().map(|fraction| Cell::Number(*fraction)).collect();
    match &ratchet.looks_at {
        Lookback::Preceding(MONTHS_BEFORE) if !(uniform && was_lookback) => {
            document.set(BY_MONTH, Cell::List(cells));
            if was_lookback {
                LOOKBACK.iter().for_each(|name| document.set(name, Cell::Null));
            }
        }
        _ if !uniform => {
            let place = crate::error::Place::new("tariff.demand_charges").column("ratchet");
            let message = "URDB states percents by month only of the eleven months before";
            document.refuse(place, message, "give every month the same percent");
        }
        Lookback::Preceding(range) => {
            document.set_number(percent_name, fractions[0]);
            document.set_number(range_name, *range);
            if !months(list(document.get(months_name))).is_empty() {
                document.set(months_name, Cell::Null);
            }
        }
        Lookback::Months(looked_at) => {
            document.set_number(percent_name, fractions[0]);
            if months(list(document.get(months_name))) != *looked_at {
                let flag = |month: u32| Cell::Number(u32::from(looked_at.contains(&month)).into());
                document.set(months_name, Cell::List((1..=12).map(flag).collect()));
            }
            if is_above_zero(document.get(range_name)) {
                document.set(range_name, Cell::Null);
            }
        }
    }
}

fn is_above_zero(cell: Option<&Cell>) -> bool {
    matches!(cell, Some(Cell::Number(number)) if *number > Decimal::ZERO)
}
