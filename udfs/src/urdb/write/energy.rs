use std::collections::BTreeMap;

use super::super::attributes::list;
use super::super::rest::merge;
use super::super::schedule::{Unfit, Week, matrix_cell};
use super::document::{Document, number, row};
use super::{all_months, indices};
use crate::error::{Code, Issue, Place};
use crate::model::{Decimal, EnergyTier, Tariff, TariffPeriod, TierUnit};
use crate::row::{Cell, Row};

const STRUCTURE: &str = "energyratestructure";

pub(super) fn write(tariff: &Tariff, document: &mut Document) {
    let mut rates: Vec<(&str, Vec<EnergyTier>)> = Vec::new();
    let mut of_period = Vec::new();
    for (number, period) in tariff.periods.iter().enumerate() {
        let rate = (period.period_category.as_str(), tiers(period));
        check(number, &rate.1, document);
        of_period.push(rates.iter().position(|known| *known == rate).unwrap_or_else(|| {
            rates.push(rate);
            rates.len() - 1
        }));
    }
    let used = list(document.get(STRUCTURE)).len();
    let indices = indices(rates.iter().map(|(name, _)| *name), "period-", used);
    let held: BTreeMap<usize, Vec<Row>> =
        indices.iter().zip(&rates).map(|(index, (_, tiers))| (*index, tiers.iter().map(tier_row).collect())).collect();
    let structure = merge(document.get(STRUCTURE), &held);
    write_labels(&rates, &indices, structure.len(), document);
    document.set(STRUCTURE, Cell::List(structure));
    let mut week = Week::EMPTY;
    for (number, (period, rate)) in tariff.periods.iter().zip(of_period).enumerate() {
        put(&mut week, indices[rate], number, period, document);
    }
    if week.cells().any(|index| index.is_none()) {
        let place = Place::new("tariff.periods");
        document.issues.push(Issue::error(Code::TariffHole, place, "an hour without a period", "add a period"));
    }
    document.set("energyweekdayschedule", matrix_cell(&week.weekday));
    document.set("energyweekendschedule", matrix_cell(&week.weekend));
}

fn tiers(period: &TariffPeriod) -> Vec<EnergyTier> {
    match period.energy_tiers.as_slice() {
        [] => vec![EnergyTier {
            up_to: None,
            unit: TierUnit::Kwh,
            rate_kwh: period.energy_rate_kwh,
            adjustment_kwh: Decimal::ZERO,
        }],
        tiers => tiers.to_vec(),
    }
}

fn check(number: usize, tiers: &[EnergyTier], document: &mut Document) {
    if tiers.last().is_some_and(|tier| tier.up_to.is_some()) {
        let place = Place::new("tariff.periods").row(number).column("energy_tiers");
        document.refuse(place, "URDB states no end of the last tier", "leave out its limit");
    }
}

fn tier_row(tier: &EnergyTier) -> Row {
    row([
        ("max", tier.up_to.and_then(number)),
        ("unit", Some(Cell::Text(tier.unit.as_str().into()))),
        ("rate", number(tier.rate_kwh)),
        ("adj", number(tier.adjustment_kwh)),
    ])
}

/// The categories by index, where they are not simply the indices.
fn write_labels(rates: &[(&str, Vec<EnergyTier>)], indices: &[usize], length: usize, document: &mut Document) {
    let mut labels: Vec<String> = (0..length).map(|index| format!("period-{index}")).collect();
    let mut own_words = false;
    for (index, (category, _)) in indices.iter().zip(rates) {
        own_words |= labels[*index] != *category;
        labels[*index] = (*category).to_string();
    }
    if own_words {
        document.set_if_absent("energytoulabels", Cell::List(labels.into_iter().map(Cell::Text).collect()));
    }
}

fn put(week: &mut Week<Option<usize>>, index: usize, row: usize, period: &TariffPeriod, document: &mut Document) {
    let months = period.months.clone().unwrap_or_else(all_months);
    let place = || Place::new("tariff.periods").row(row);
    match week.put(index, &period.day_type, &months, (period.start_time, period.end_time)) {
        Ok(()) => {}
        Err(unfit) => refuse_hours(unfit, place(), document),
    }
}

pub(super) fn refuse_hours(unfit: Unfit, place: Place, document: &mut Document) {
    let (column, message, fix) = match unfit {
        Unfit::Day => ("day_type", "URDB states no days but weekdays and weekends", "use weekday, weekend or all"),
        Unfit::Minutes => ("start_time", "URDB states no times but full hours", "let it start and end on the hour"),
        Unfit::Taken => ("start_time", "URDB states one index for an hour", "let the hours not overlap"),
    };
    document.refuse(place.column(column), message, fix);
}

pub(super) fn write_riders(tariff: &Tariff, document: &mut Document) {
    if tariff.riders.is_empty() {
        return;
    }
    let mut by_month = [Decimal::ZERO; 12];
    for (row, rider) in tariff.riders.iter().enumerate() {
        let months = rider.months.clone().unwrap_or_else(all_months);
        for (_, sum) in (1..).zip(&mut by_month).filter(|(month, _)| months.contains(month)) {
            match sum.checked_add(rider.rate) {
                Some(added) => *sum = added,
                None => {
                    let place = Place::new("tariff.riders").row(row).column("rate");
                    document.issues.push(Issue::error(Code::OutOfRange, place, "too large a rate", "give a real one"));
                }
            }
        }
    }
    document.set("fueladjustmentsmonthly", Cell::List(by_month.into_iter().map(Cell::Number).collect()));
}
