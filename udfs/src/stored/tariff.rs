use chrono_tz::Tz;

use super::fields::{fields, find, list, named, text_of};
use super::json;
use crate::document;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Instant, Tariff};
use crate::row::{Cell, FromCell, Row, RowReader};
use crate::store::Store;
use crate::tables::{DEMAND_CHARGES, ENERGY_PRICES, FIXED_CHARGES, HOLIDAYS, SITES, TARIFF_PERIODS, TARIFFS};

/// What a tariff's own row holds as JSON.
pub(super) const FURTHER_CHARGES: [&str; 9] = [
    "coincident_charges",
    "critical_peaks",
    "reactive_charges",
    "riders",
    "minimum_charges",
    "taxes",
    "price_mode",
    "billing_dates",
    "attributes",
];
const TERMS: [&str; 7] = ["tiers", "per", "basis", "ratchet", "minimum_kw", "contract", "past_peaks"];

/// A stored tariff, with the time zone of its wall-clock rules.
pub fn tariff(store: &dyn Store, tenant: &str, tariff_id: &str) -> Result<(Tariff, Tz), Issues> {
    let header = find(store, tenant, &TARIFFS, "tariff_id", tariff_id)?;
    let place = Place::new(TARIFFS.name).key(tariff_id);
    let zone = text_of(&header, "time_zone").unwrap_or_default();
    let zone = zone.parse().map_err(|_| {
        let message = format!("\"{zone}\" is no IANA time zone");
        Issue::error(Code::OutOfRange, place.clone().column("time_zone"), message, "use a name such as America/Chicago")
    })?;
    let row = tariff_row(store, tenant, tariff_id)?;
    let mut issues = Issues::default();
    let mut reader = RowReader::new(&row, place, &mut issues);
    let tariff = document::tariff::read(&mut reader);
    reader.finish();
    issues.into_result(tariff).map(|(tariff, _)| (tariff, zone))
}

/// A stored tariff with its currency and time zone: all that a document of it says.
pub fn stored_tariff(store: &dyn Store, tenant: &str, tariff_id: &str) -> Result<Tariff, Issues> {
    let (tariff, zone) = tariff(store, tenant, tariff_id)?;
    let header = find(store, tenant, &TARIFFS, "tariff_id", tariff_id)?;
    Ok(Tariff { currency: text_of(&header, "currency"), time_zone: Some(zone), ..tariff })
}

/// The ids of all tariffs.
pub fn tariff_ids(store: &dyn Store, tenant: &str) -> Result<Vec<String>, Issues> {
    let rows = store.read(&TARIFFS, &[("tenant_id", tenant)])?;
    Ok(rows.iter().filter_map(|row| text_of(row, "tariff_id")).collect())
}

/// A stored tariff as the `tariff` of a problem document.
pub(super) fn tariff_row(store: &dyn Store, tenant: &str, tariff_id: &str) -> Result<Row, Issues> {
    let header = find(store, tenant, &TARIFFS, "tariff_id", tariff_id)?;
    let of_tariff = [("tenant_id", tenant), ("tariff_id", tariff_id)];
    let parts = |table, drop: &[&str]| -> Result<Vec<Row>, Issues> {
        Ok(store.read(table, &of_tariff)?.into_iter().map(|row| fields(row, drop)).collect())
    };
    let holidays = parts(&HOLIDAYS, &[])?.iter().filter_map(|row| row.get("holiday").cloned()).collect();
    let place = Place::new(TARIFFS.name).key(tariff_id);
    let mut header = fields(header, &["time_zone", "currency"]);
    let further = json::take_object(&mut header, "further_charges", &FURTHER_CHARGES, &place)?;
    let mut row = header;
    row.0.extend(further.0);
    let place = Place::new(TARIFF_PERIODS.name).key(tariff_id);
    let mut periods = parts(&TARIFF_PERIODS, &["tariff_id", "period_no"])?;
    for period in &mut periods {
        json::read(period, &["energy_tiers", "demand_tiers"], &place)?;
    }
    row.0.extend(
        named(vec![
            ("holidays", Cell::List(holidays)),
            ("periods", list(periods)),
            ("demand_charges", list(demand_charges(parts(&DEMAND_CHARGES, &["tariff_id"])?, tariff_id)?)),
            ("fixed_charges", list(parts(&FIXED_CHARGES, &["tariff_id"])?)),
            ("prices", list(parts(&ENERGY_PRICES, &["tariff_id"])?)),
        ])
        .0,
    );
    Ok(row)
}

/// One charge a name, from one row a stretch of hours.
fn demand_charges(rows: Vec<Row>, tariff_id: &str) -> Result<Vec<Row>, Issues> {
    const HOURS: [&str; 4] = ["day_type", "start_time", "end_time", "hours_months"];
    let place = Place::new(DEMAND_CHARGES.name).key(tariff_id);
    let mut charges: Vec<Row> = Vec::new();
    for row in rows {
        let at_any_time = matches!(row.get("day_type"), None | Some(Cell::Null));
        let of_hours = row.0.iter().filter(|(name, _)| HOURS.contains(&name.as_str()));
        let in_document = |name: &str| if name == "hours_months" { "months" } else { name }.to_string();
        let hours = Row(of_hours.map(|(name, cell)| (in_document(name), cell.clone())).collect());
        if charges.last().is_none_or(|last| last.get("name") != row.get("name")) {
            let mut charge = fields(row, &["hours_no", "day_type", "start_time", "end_time", "hours_months"]);
            let terms = json::take_object(&mut charge, "terms", &TERMS, &place)?;
            charge.0.extend(terms.0);
            charge.0.push(("hours".to_string(), if at_any_time { Cell::Null } else { Cell::List(Vec::new()) }));
            charges.push(charge);
        }
        if let Some((_, Cell::List(all))) = charges.last_mut().and_then(|charge| charge.0.last_mut()) {
            all.push(Cell::Row(hours));
        }
    }
    Ok(charges)
}

/// The tariff in force at a site: the one that the site names, or the only one in effect on that local day.
pub fn current_tariff(store: &dyn Store, tenant: &str, site_id: &str, at: Instant) -> Result<String, Issues> {
    let site = find(store, tenant, &SITES, "site_id", site_id)?;
    if let Some(tariff_id) = text_of(&site, "tariff_id") {
        return Ok(tariff_id);
    }
    let tariffs = store.read(&TARIFFS, &[("tenant_id", tenant)])?;
    let in_effect: Vec<String> =
        tariffs.iter().filter(|row| is_in_effect(row, at)).filter_map(|row| text_of(row, "tariff_id")).collect();
    match in_effect.as_slice() {
        [one] => Ok(one.clone()),
        several => {
            let message = match several {
                [] => format!("no tariff is in effect at {at}"),
                _ => format!("{} are all in effect at {at}", several.join(", ")),
            };
            let place = Place::new(SITES.name).key(site_id).column("tariff_id");
            Err(Issue::error(Code::TariffNotEffective, place, message, "name the site's tariff in sites.tariff_id")
                .into())
        }
    }
}

fn is_in_effect(row: &Row, at: Instant) -> bool {
    let zone: Tz = text_of(row, "time_zone").and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC);
    let day = at.with_timezone(&zone).date_naive();
    let date = |name| row.get(name).and_then(|cell| chrono::NaiveDate::from_cell(cell).ok());
    date("effective_date").is_none_or(|first| first <= day) && date("expiry_date").is_none_or(|end| day < end)
}
