//! How much a site's equipment is used over months.

use std::collections::BTreeMap;

use super::equipment::{Fleet, Hours, add_run, by_equipment, by_month, together};
use super::grids::provenance;
use super::runs::current_runs;
use super::{Columns, Months, Overview, Section, sentences};
use crate::document::grouped;
use crate::error::Issues;
use crate::functions::{Source, site_zone};
use crate::report::words::{count, percent};
use crate::tables::SITES;

/// The capacity is no figure of the time, and what jobs cost is told by the savings.
const HIDDEN: &[&str] = &["Name", "Capacity, kW", "Jobs' energy", "Currency"];

pub fn utilization(source: &Source<'_>, site_id: &str, months: Months) -> Result<Overview, Issues> {
    let zone = site_zone(&source.row(&SITES, "site_id", site_id)?)?;
    let runs = current_runs(source, site_id, &months)?;
    let mut fleet = Fleet::new();
    for run in &runs {
        add_run(&mut fleet, source, run)?;
    }
    let all = together(&fleet);
    let mut said = vec![sentences::schedules(&runs, &format!("of {}", months.name()))];
    said.extend([busiest(&all), fullest(&all), off(&all), idle(&all)].into_iter().flatten());
    said.extend(sentences::proof(&runs));
    let mut sections = vec![Section { charts: vec![chart()], hidden: HIDDEN, ..Section::of(by_equipment(&all)) }];
    if !months.is_one() {
        sections.push(Section { hidden: HIDDEN, ..Section::of(by_month(&fleet)) });
    }
    sections.push(Section { hidden: &["SHA-256 of the input"], ..Section::of(provenance(&runs)) });
    Ok(Overview {
        title: format!("Equipment of {site_id}, {}", months.name()),
        subject: format!("equipment of {site_id}, {months}"),
        dated: months.span(zone)?.start,
        zone,
        sentences: said,
        sections,
    })
}

fn chart() -> Columns {
    let values = vec![(2, "on"), (3, "idle"), (4, "unavailable")];
    Columns { title: "Hours of the planned days".into(), unit: "h".into(), label: 0, values, stacked: true }
}

fn busiest(all: &BTreeMap<String, Hours>) -> Option<String> {
    let (id, first) = all.iter().rev().max_by_key(|(_, hours)| hours.on_hours)?;
    let share = percent(first.on_percent()?);
    let hours = grouped(first.on_hours, 2);
    (!first.on_hours.is_zero()).then(|| format!("{id} is on longest, {hours} hours or {share} of the planned time."))
}

fn fullest(all: &BTreeMap<String, Hours>) -> Option<String> {
    let (id, first) = all.iter().rev().max_by_key(|(_, hours)| hours.used_percent())?;
    let share = first.used_percent().filter(|share| !share.is_zero())?;
    Some(format!("{id} is used most, {} of what its capacity would give.", percent(share)))
}

fn off(all: &BTreeMap<String, Hours>) -> Option<String> {
    let off = all.values().filter(|hours| !hours.unavailable_hours.is_zero()).count();
    let sum = all.values().map(|hours| hours.unavailable_hours).sum();
    let pieces = count(off, "piece of equipment is", "pieces of equipment are");
    (off > 0).then(|| format!("{pieces} unavailable, {} hours in all.", grouped(sum, 2)))
}

fn idle(all: &BTreeMap<String, Hours>) -> Option<String> {
    let never: Vec<&str> = all.iter().filter(|(_, h)| h.on_hours.is_zero()).map(|(id, _)| id.as_str()).collect();
    match never.as_slice() {
        [] => None,
        [one] => Some(format!("{one} is never on.")),
        many => Some(format!("Never on: {}.", many.join(", "))),
    }
}
