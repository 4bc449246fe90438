use super::super::fixed::{FIRST_METER, MINIMA, MONTHLY};
use super::document::Document;
use crate::error::{Code, Issue, Place};
use crate::model::{Decimal, Per, Tariff};
use crate::row::Cell;

pub(super) fn write(tariff: &Tariff, document: &mut Document) {
    let Some(first) = tariff.fixed_charges.first() else { return };
    let mut sum = Decimal::ZERO;
    for (row, charge) in tariff.fixed_charges.iter().enumerate() {
        let place = || Place::new("tariff.fixed_charges").row(row).key(&charge.name);
        if charge.per != first.per {
            document.refuse(place().column("per"), "URDB states one fixed charge", "give all of them per month");
        }
        match sum.checked_add(charge.amount) {
            Some(added) if charge.amount >= Decimal::ZERO => sum = added,
            _ => document.issues.push(out_of_range(place().column("amount"), charge.amount)),
        }
    }
    if tariff.fixed_charges.len() == 1 && first.name == MONTHLY && first.per == Per::Month {
        return document.set_number(MONTHLY, sum);
    }
    document.set_number(FIRST_METER, sum);
    document.set_text("fixedchargeunits", units(first.per));
    // the older name of the same charge
    if let Some(Cell::Number(monthly)) = document.get(MONTHLY)
        && !monthly.is_zero()
        && *monthly != sum
    {
        document.set(MONTHLY, Cell::Null);
    }
}

pub(super) fn write_minimum(tariff: &Tariff, document: &mut Document) {
    let mut free: Vec<(&str, Option<Per>)> = vec![("mincharge", None)];
    free.extend(MINIMA.map(|(name, per)| (name, Some(per))));
    // those with a name of the database take it before others take what is left
    let (named, others): (Vec<_>, Vec<_>) = tariff
        .minimum_charges
        .iter()
        .enumerate()
        .partition(|(_, charge)| free.iter().any(|(name, _)| *name == charge.name));
    for (row, charge) in named.into_iter().chain(others) {
        let place = Place::new("tariff.minimum_charges").row(row).key(&charge.name);
        if charge.amount < Decimal::ZERO {
            document.issues.push(out_of_range(place.clone().column("amount"), charge.amount));
        }
        let fits = |per: &Option<Per>| per.is_none_or(|per| per == charge.per);
        let own = free.iter().position(|(name, per)| *name == charge.name && fits(per));
        let Some(at) = own.or_else(|| free.iter().position(|(_, per)| fits(per))) else {
            document.refuse(place, "URDB states one minimum charge of each kind", "remove the smaller one");
            continue;
        };
        let (name, per) = free.remove(at);
        document.set_number(name, charge.amount);
        if per.is_none() {
            document.set_text("minchargeunits", units(charge.per));
        }
    }
}

fn units(per: Per) -> &'static str {
    match per {
        Per::Day => "$/day",
        Per::Month => "$/month",
        Per::Year => "$/year",
    }
}

fn out_of_range(place: Place, amount: Decimal) -> Issue {
    Issue::error(Code::OutOfRange, place, format!("{amount} is not an amount that URDB states"), "give one from 0")
}
