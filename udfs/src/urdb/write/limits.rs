//! What a tariff of the model may have and the database cannot state.

use super::super::coincident::{SCHEDULES, STRUCTURE};
use super::super::schedule::kept_matrix;
use super::document::Document;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Combine, Decimal, DemandBasis, DemandCharge, Per, RiderUnit, Tariff};
use crate::row::Cell;

pub(super) fn check(tariff: &Tariff, issues: &mut Issues) {
    let mut refuse = |is_there: bool, part: &str, message: &str, fix: &str| {
        if is_there {
            let place = Place::new("tariff").column(part);
            issues.push(Issue::error(Code::NotRepresentable, place, format!("URDB states no {message}"), fix));
        }
    };
    let remove = "remove them, or keep the tariff in heatsched's own form";
    refuse(!tariff.holidays.is_empty(), "holidays", "holidays", remove);
    refuse(!tariff.billing_dates.is_empty(), "billing_dates", "billing dates", remove);
    refuse(!tariff.critical_peaks.is_empty(), "critical_peaks", "critical peaks", remove);
    refuse(!tariff.prices.is_empty(), "prices", "real-time prices", remove);
    refuse(!tariff.taxes.is_empty(), "taxes", "taxes", remove);
    refuse(!tariff.month_to_date_peaks.is_empty(), "month_to_date_peaks", "peaks of the past", remove);
    refuse(tariff.time_zone.is_some(), "time_zone", "time zone", "leave it to the site");
    let other_currency = tariff.currency.as_deref().is_some_and(|currency| currency != "USD");
    refuse(other_currency, "currency", "currency but USD", "convert the prices");
    let other_rider = tariff.riders.iter().any(|rider| rider.unit != RiderUnit::Kwh);
    refuse(other_rider, "riders", "riders but those for a kWh", remove);
    let reactive = tariff.reactive_charges.iter();
    let bounded = reactive.clone().any(|charge| charge.months.is_some() || charge.free_power_factor.is_some());
    refuse(bounded, "reactive_charges", "months or free kvar of reactive charges", remove);
    refuse(reactive.len() > 1, "reactive_charges", "second reactive charge", "add them up");
    for (row, charge) in tariff.demand_charges.iter().enumerate() {
        check_demand(charge, &Place::new("tariff.demand_charges").row(row).key(&charge.name), issues);
    }
}

fn check_demand(charge: &DemandCharge, place: &Place, issues: &mut Issues) {
    let parts = [
        ("per", charge.per != Per::Month, "demand rates but those per month"),
        ("basis", charge.basis != DemandBasis::Peak, "basis but the month's peak"),
        ("minimum_kw", !charge.minimum_kw.is_zero(), "minimum of a billed demand"),
        ("contract", charge.contract.is_some(), "contracted power"),
        ("month_to_date_peak_kw", !charge.month_to_date_peak_kw.is_zero(), "peaks of the past"),
        ("past_peaks", !charge.past_peaks.is_empty(), "peaks of the past"),
    ];
    for (column, _, message) in parts.into_iter().filter(|(_, is_there, _)| *is_there) {
        let fix = "remove it, or keep the tariff in heatsched's own form";
        let place = place.clone().column(column);
        issues.push(Issue::error(Code::NotRepresentable, place, format!("URDB states no {message}"), fix));
    }
}

/// Coincident charges are written by the fields that they were read from; they must still be those.
pub(super) fn check_coincident(tariff: &Tariff, document: &mut Document) {
    let has_schedule =
        SCHEDULES.iter().any(|name| kept_matrix(document.get(name)).iter().flatten().all(Option::is_some));
    for (row, charge) in tariff.coincident_charges.iter().enumerate() {
        let simple = charge.combine == Combine::Mean && charge.billed_months.is_none() && charge.past_kw.is_none();
        if !has_schedule || !simple || kept_price(document, &charge.name) != Some(charge.rate_kw) {
            let place = Place::new("tariff.coincident_charges").row(row).key(&charge.name);
            document.refuse(
                place,
                "URDB does not say when a system's peaks are",
                "remove the charge, or keep the tariff in heatsched's own form",
            );
        }
    }
}

fn kept_price(document: &Document, name: &str) -> Option<Decimal> {
    let index: usize = name.strip_prefix("coincident-")?.parse().ok()?;
    let Some(Cell::List(periods)) = document.get(STRUCTURE) else { return None };
    let Some(Cell::List(tiers)) = periods.get(index) else { return None };
    let Some(Cell::Row(tier)) = tiers.first() else { return None };
    let part = |name: &str| match tier.get(name) {
        Some(Cell::Number(number)) => *number,
        _ => Decimal::ZERO,
    };
    part("rate").checked_add(part("adj"))
}
