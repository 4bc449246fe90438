//! A tariff into its tables, checked.

mod rows;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use rows::Writer;

use super::fields::text_of;
use super::tariff::stored_tariff;
use crate::billing;
use crate::document::tariff as document;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Span, Tariff};
use crate::provenance::hash_json;
use crate::row::{Cell, cell_to_json};
use crate::store::{Change, MemoryStore, Store};
use crate::tables::TARIFFS;
use crate::tariff::{Calendar, Clock};

/// The rows of a tariff, once nothing is wrong with it: every instant has one rate, and the tables hold all of it.
///
/// `system` and `reference` say where it came from.
pub fn tariff_changes(tenant: &str, tariff: &Tariff, system: &str, reference: &str) -> Result<Vec<Change>, Issues> {
    let mut issues = check(tariff);
    let hash = hash_json(&cell_to_json(&Cell::Row(document::write(tariff))));
    let writer = Writer { tenant, tariff, system, reference, hash };
    let changes = writer.changes();
    if !issues.has_errors() {
        match restored(tenant, tariff, &changes) {
            Ok(same) if same == sorted(tariff) => {}
            Ok(_) => {
                let message = "the tables cannot hold all of this tariff";
                let fix = "bill it from its document with heatsched bill --tariff";
                issues.push(Issue::error(Code::NotRepresentable, place(tariff), message, fix));
            }
            Err(found) => issues.extend(found),
        }
    }
    issues.into_result(changes).map(|(changes, _)| changes)
}

fn place(tariff: &Tariff) -> Place {
    Place::new("tariff").key(&tariff.tariff_id)
}

fn check(tariff: &Tariff) -> Issues {
    let mut issues = Issues::default();
    let mut refuse = |code, column: &str, message: String, fix: &str| {
        issues.push(Issue::error(code, place(tariff).column(column), message, fix));
    };
    if tariff.currency.is_none() {
        refuse(Code::MissingField, "currency", "no currency".into(), "give one such as USD");
    }
    if tariff.time_zone.is_none() {
        let fix = "give the zone of its hours, such as America/Chicago";
        refuse(Code::MissingField, "time_zone", "no time zone".into(), fix);
    }
    let to_date = tariff.demand_charges.iter().any(|charge| !charge.month_to_date_peak_kw.is_zero());
    if to_date || !tariff.month_to_date_peaks.is_empty() {
        let message = "the peaks of a month to date are a schedule's, not the tariff's".into();
        let fix = "give them in schedules.month_to_date_peaks";
        refuse(Code::NotRepresentable, "month_to_date_peaks", message, fix);
    }
    let charges = tariff.demand_charges.iter().map(|charge| ("demand_charges", &charge.name));
    let fixed = tariff.fixed_charges.iter().map(|charge| ("fixed_charges", &charge.name));
    let mut seen = BTreeSet::new();
    for (part, name) in charges.chain(fixed) {
        if !seen.insert((part, name)) {
            let message = format!("two charges are called \"{name}\"");
            refuse(Code::DuplicateId, part, message, "give each charge a name of its own");
        }
    }
    if let Err(found) = billing::check_tariff(tariff).and_then(|()| every_instant_has_a_rate(tariff)) {
        issues.extend(found);
    }
    issues
}

/// Over the first year of the tariff; holes and overlaps repeat from year to year.
fn every_instant_has_a_rate(tariff: &Tariff) -> Result<(), Issues> {
    let zone = tariff.time_zone.unwrap_or(Tz::UTC);
    let always = Tariff { effective_date: None, expiry_date: None, billing_dates: BTreeSet::new(), ..tariff.clone() };
    let calendar = Calendar::new(&always, zone)?;
    let year = tariff.effective_date.map_or(2026, |date| date.year().clamp(1970, 2098));
    let start = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(|date| Clock::new(zone).date_start(date));
    if let (Some(start), Some(end)) = (start(year), start(year + 1)) {
        calendar.segments(Span { start, end })?;
    }
    Ok(())
}

/// What reading the rows gives.
fn restored(tenant: &str, tariff: &Tariff, changes: &[Change]) -> Result<Tariff, Issues> {
    let store = MemoryStore::new();
    store.write(changes)?;
    stored_tariff(&store, tenant, &tariff.tariff_id).map(|tariff| sorted(&tariff))
}

/// With its charges by name, as tables keep them.
fn sorted(tariff: &Tariff) -> Tariff {
    let mut tariff = tariff.clone();
    tariff.demand_charges.sort_by(|a, b| a.name.cmp(&b.name));
    tariff.fixed_charges.sort_by(|a, b| a.name.cmp(&b.name));
    tariff.prices.sort_unstable();
    tariff
}

/// What is stored of a tariff before it is written: nothing, the same, or something else.
pub fn stored_before(store: &dyn Store, tenant: &str, changes: &[Change]) -> Result<&'static str, Issues> {
    let Some(header) = changes.iter().find(|change| change.table.name == TARIFFS.name).and_then(|c| c.rows.first())
    else {
        return Ok("added");
    };
    let id = text_of(header, "tariff_id").unwrap_or_default();
    let before = store.read(&TARIFFS, &[("tenant_id", tenant), ("tariff_id", &id)])?;
    Ok(match before.first() {
        None => "added",
        Some(row) if text_of(row, "provenance_hash") == text_of(header, "provenance_hash") => "unchanged",
        Some(_) => "changed",
    })
}
