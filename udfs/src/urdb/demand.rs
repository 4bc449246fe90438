use std::collections::{BTreeMap, BTreeSet};

use super::ratchet;
use super::rest;
use super::schedule::{self, Week};
use super::source::Source;
use super::tiers::{self, Of, Periods, Tier};
use crate::error::Code;
use crate::model::{ChargeHours, DemandCharge, DemandTier, ReactiveCharge};
use crate::row::Cell;

/// Charges `flat-N` at any time, then charges `tou-N` with hours of their own; those without a price are left out.
pub(super) fn read(source: &mut Source<'_>, window_minutes: u32) -> Vec<DemandCharge> {
    let mut flat = read_flat(source);
    let mut tou = read_tou(source);
    ratchet::read(source, &mut flat, &mut tou);
    flat.append(&mut tou);
    for charge in &mut flat {
        charge.window_minutes = window_minutes;
    }
    flat
}

fn read_flat(source: &mut Source<'_>) -> Vec<DemandCharge> {
    let (name, schedule) = ("flatdemandstructure", "flatdemandmonths");
    let Some(structure) = structure(source, name, "flatdemandunit") else {
        keep(source, &[name, schedule]);
        return Vec::new();
    };
    if source.get(schedule).is_none() && has_price(&structure) {
        source.error(Code::MissingField, schedule, "no months", "give the index of a period for each of 12 months");
    }
    let Some(cells) = source.list(schedule, Some(12)) else {
        keep(source, &[name, schedule]);
        return Vec::new();
    };
    let mut months: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    let mut free = Vec::new();
    for (month, cell) in (1..).zip(cells) {
        let index = source.index_in(cell, &format!("{schedule}[{}]", month - 1), structure.len());
        match index.filter(|index| priced(&structure[*index])) {
            Some(index) => {
                months.entry(index).or_default().insert(month);
                free.push(Cell::Null);
            }
            None => free.push(cell.clone()),
        }
    }
    rest::keep(source, name, &structure, |index| months.contains_key(&index));
    if free.iter().any(|cell| *cell != Cell::Null) {
        source.keep_as(schedule, &Cell::List(free));
    }
    let charge = |(index, months): (usize, BTreeSet<u32>)| DemandCharge {
        months: (months.len() < 12).then_some(months),
        ..charge(format!("flat-{index}"), &structure[index])
    };
    months.into_iter().map(charge).collect()
}

fn read_tou(source: &mut Source<'_>) -> Vec<DemandCharge> {
    let (name, weekday, weekend) = ("demandratestructure", "demandweekdayschedule", "demandweekendschedule");
    let structure = structure(source, name, "demandrateunit");
    let complete = [weekday, weekend].iter().all(|name| source.get(name).is_some());
    let (Some(structure), true) = (&structure, complete || structure.as_ref().is_some_and(|s| has_price(s))) else {
        keep(source, &[name, weekday, weekend]);
        return Vec::new();
    };
    let Some(week) = schedule::read_week(source, weekday, weekend, structure.len()) else { return Vec::new() };
    let mut hours: BTreeMap<usize, Vec<ChargeHours>> = BTreeMap::new();
    for block in schedule::blocks(&week).into_iter().filter(|block| priced(&structure[block.index])) {
        let schedule::Block { index, day_type, start, end, months } = block;
        hours.entry(index).or_default().push(ChargeHours { day_type, months, start_time: start, end_time: end });
    }
    rest::keep(source, name, structure, |index| hours.contains_key(&index));
    let free =
        |matrix: schedule::Matrix| matrix.map(|hours| hours.map(|index| (!priced(&structure[index])).then_some(index)));
    let mut free = Week { weekday: free(week.weekday), weekend: free(week.weekend) };
    if free.cells().any(|index| index.is_some()) {
        source.keep_as(weekday, &schedule::matrix_cell(&free.weekday));
        source.keep_as(weekend, &schedule::matrix_cell(&free.weekend));
    }
    let charge = |(index, hours): (usize, Vec<ChargeHours>)| DemandCharge {
        hours: Some(hours),
        ..charge(format!("tou-{index}"), &structure[index])
    };
    hours.into_iter().map(charge).collect()
}

/// A structure of demand rates in kW.
pub(super) fn structure<'a>(source: &mut Source<'a>, name: &str, unit: &str) -> Option<Periods<'a>> {
    let structure = tiers::read(source, name, Of::Demand)?;
    match source.get(unit) {
        None => {}
        Some(Cell::Text(text)) if text == "kW" => {}
        Some(_) if !has_price(&structure) => {}
        Some(other) => {
            let message = format!("{name} has prices per {}", other.describe());
            source.error(Code::NotRepresentable, unit, message, "give prices per kW and month");
        }
    }
    Some(structure)
}

pub(super) fn has_price(structure: &Periods<'_>) -> bool {
    structure.iter().any(|tiers| priced(tiers))
}

pub(super) fn priced(tiers: &[Tier<'_>]) -> bool {
    tiers.iter().any(|tier| !tier.price().is_zero())
}

fn charge(name: String, tiers: &[Tier<'_>]) -> DemandCharge {
    let demand_tiers: Vec<DemandTier> = match tiers {
        [one] if one.adjustment.is_zero() => Vec::new(),
        tiers => tiers.iter().map(Tier::demand).collect(),
    };
    let rate_kw = tiers.first().map(Tier::price).unwrap_or_default();
    DemandCharge { tiers: demand_tiers, ..DemandCharge::any_time(name, rate_kw) }
}

fn keep(source: &mut Source<'_>, names: &[&str]) {
    for name in names {
        source.keep(name);
    }
}

/// Minutes of the metering window of all demand charges.
pub(super) fn window_minutes(source: &mut Source<'_>) -> u32 {
    let name = "demandwindow";
    let Some(number) = source.number(name) else { return DemandCharge::DEFAULT_WINDOW_MINUTES };
    let minutes = if number.fract().is_zero() { u32::try_from(number).ok() } else { None };
    match minutes {
        Some(minutes) if minutes == 1440 || minutes > 0 && 60 % minutes == 0 => minutes,
        _ => {
            let message = format!("{number} minutes do not divide an hour");
            source.error(Code::OutOfRange, name, message, "use 15, 30 or 60 minutes, or 1440 for a day");
            DemandCharge::DEFAULT_WINDOW_MINUTES
        }
    }
}

pub(super) fn read_reactive(source: &mut Source<'_>, window_minutes: u32) -> Vec<ReactiveCharge> {
    let name = "demandreactivepowercharge";
    match source.amount(name) {
        None => Vec::new(),
        Some(rate) if rate.is_zero() => {
            source.keep(name);
            Vec::new()
        }
        Some(rate_kvar) => vec![ReactiveCharge {
            name: "reactive".into(),
            rate_kvar,
            months: None,
            window_minutes,
            free_power_factor: None,
        }],
    }
}
