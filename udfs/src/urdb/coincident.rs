use std::collections::BTreeMap;

use chrono::{Datelike, Timelike};
use chrono_tz::Tz;

use super::demand::{has_price, priced, structure};
use super::read::ReadOptions;
use super::schedule::{self, Matrix};
use super::source::Source;
use crate::error::Code;
use crate::model::{CoincidentCharge, Combine, Span};

pub(super) const STRUCTURE: &str = "coincidentratestructure";
pub(super) const SCHEDULES: [&str; 2] = ["coincidentrateschedule", "coincidentschedule"];

/// Charges `coincident-N`, each with the peaks in its months and hours. The fields themselves are kept: a charge does not
/// say at which hours it would count.
pub(super) fn read(source: &mut Source<'_>, options: &ReadOptions) -> Vec<CoincidentCharge> {
    source.keep(STRUCTURE);
    SCHEDULES.iter().for_each(|name| source.keep(name));
    let Some(structure) = structure(source, STRUCTURE, "coincidentrateunit") else { return Vec::new() };
    if !has_price(&structure) {
        return Vec::new();
    }
    for (index, _) in structure.iter().enumerate().filter(|(_, tiers)| tiers.len() > 1 && priced(tiers)) {
        let path = format!("{STRUCTURE}[{index}]");
        source.error(Code::NotRepresentable, &path, "tiers of a coincident charge", "give one tier");
    }
    let name = match SCHEDULES.map(|name| source.get(name).is_some()) {
        [true, true] => {
            source.error(Code::NotRepresentable, SCHEDULES[1], "two coincident schedules", "give one of them");
            return Vec::new();
        }
        [false, true] => SCHEDULES[1],
        _ => SCHEDULES[0],
    };
    if source.get(name).is_none() {
        source.error(Code::MissingField, name, "no schedule", "give 12 lists of 24 period indices");
    }
    let (Some(matrix), Some(zone)) = (schedule::read(source, name, structure.len()), zone(source, options)) else {
        return Vec::new();
    };
    let mut windows: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for span in &options.coincident_peaks {
        windows.entry(index_at(&matrix, zone, span)).or_default().push(*span);
    }
    let charge = |(index, windows): (usize, Vec<Span>)| CoincidentCharge {
        name: format!("coincident-{index}"),
        rate_kw: structure[index][0].price(),
        windows,
        combine: Combine::Mean,
        billed_months: None,
        past_kw: None,
    };
    windows.into_iter().filter(|(index, _)| priced(&structure[*index])).map(charge).collect()
}

fn zone(source: &mut Source<'_>, options: &ReadOptions) -> Option<Tz> {
    if options.coincident_peaks.is_empty() || options.time_zone.is_none() {
        let message = "the database does not say when the system's peaks are";
        let fix = "give the times of the peaks and the time zone: bill --coincident-peak, --time-zone";
        source.error(Code::NotRepresentable, STRUCTURE, message, fix);
        return None;
    }
    options.time_zone
}

pub(super) fn index_at(matrix: &Matrix, zone: Tz, span: &Span) -> usize {
    let local = span.start.with_timezone(&zone);
    let (month, hour) = (local.month0() as usize, local.hour() as usize);
    matrix.get(month).and_then(|hours| hours.get(hour)).copied().unwrap_or_default()
}
