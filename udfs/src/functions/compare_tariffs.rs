use std::sync::LazyLock;

use super::{IdAndSpan, Ids, SiteBill, Source, number, row, text};
use crate::billing::{Compared, LoadRow, Offer, Parts, compare};
use crate::error::Issues;
use crate::model::{DemandAllocation, Tariff};
use crate::row::{Cell, Row};
use crate::stored;
use crate::tables::Kind::{Bool, Cents, Int, Text};
use crate::tables::{Table, optional, required};

pub static COMPARISON: LazyLock<Table> = LazyLock::new(|| Table {
    name: "comparison",
    comment: "One load under many tariffs",
    columns: vec![
        optional("rank", Int, "", "From 1, the cheapest in its currency; null where the tariff cannot bill the load"),
        required("tariff_id", Text, "", "Tariff, as in tariffs"),
        required("tariff_name", Text, "", "Name for people"),
        required("is_current", Bool, "", "Whether it is in force at the site"),
        required("currency", Text, "", "ISO 4217"),
        optional("total", Cents, "currency", "All bill lines"),
        optional("difference", Cents, "currency", "Total less that of the current tariff; null in another currency"),
        optional("energy", Cents, "currency", "Energy charges"),
        optional("demand_any_time", Cents, "currency", "Demand charges without hours of their own"),
        optional("demand_tou", Cents, "currency", "Other demand charges"),
        optional("coincident", Cents, "currency", "Charges on the system's peaks"),
        optional("reactive", Cents, "currency", "Charges on reactive power"),
        optional("fixed", Cents, "currency", "Fixed charges"),
        optional("rider", Cents, "currency", "Riders"),
        optional("minimum", Cents, "currency", "Up to minimum charges"),
        optional("tax", Cents, "currency", "Taxes"),
        optional("note", Text, "", "Warnings of the bill, or why there is none"),
    ]
    .leak(),
    key: &["tariff_id"],
    partition: &[],
});

pub fn compare_tariffs(source: &Source<'_>, asked: &IdAndSpan, ids: &Ids) -> Result<Vec<Row>, Issues> {
    let site = SiteBill::find(source, asked)?;
    let mut ids = ids.resolve_tariffs(source)?;
    if !ids.contains(&site.tariff_id) {
        ids.push(site.tariff_id.clone());
    }
    let mut issues = Issues::default();
    let mut tariffs: Vec<Tariff> = Vec::new();
    for id in &ids {
        match stored::stored_tariff(source.store, source.tenant, id) {
            Ok(tariff) => tariffs.push(tariff),
            Err(found) => issues.extend(found),
        }
    }
    let (tariffs, _) = issues.into_result(tariffs)?;
    let load: Vec<LoadRow> = site.load.iter().map(|row| (*row).into()).collect();
    // hours are the site's, as in calculate_bill
    let offers: Vec<Offer<'_>> = tariffs
        .iter()
        .map(|tariff| Offer { tariff, zone: site.zone, currency: tariff.currency.as_deref().unwrap_or(&site.currency) })
        .collect();
    let current = ids.iter().position(|id| *id == site.tariff_id);
    let compared = compare(&offers, current, &load, DemandAllocation::default());
    Ok(compared.iter().map(|one| comparison_row(one, &offers[one.offer], current == Some(one.offer))).collect())
}

fn comparison_row(compared: &Compared, offer: &Offer<'_>, is_current: bool) -> Row {
    let parts = compared.bill.as_ref().ok().map(|(parts, _)| parts);
    let amount = |of: fn(&Parts) -> crate::model::Decimal| parts.map_or(Cell::Null, |parts| number(of(parts)));
    let issues = match &compared.bill {
        Ok((_, warnings)) => warnings,
        Err(issues) => issues,
    };
    let notes: Vec<String> = issues.0.iter().map(|issue| format!("{}: {}", issue.code, issue.message)).collect();
    row([
        ("rank", compared.rank.map_or(Cell::Null, number)),
        ("tariff_id", text(&offer.tariff.tariff_id)),
        ("tariff_name", text(&offer.tariff.tariff_name)),
        ("is_current", Cell::Bool(is_current)),
        ("currency", text(offer.currency)),
        ("total", amount(|parts| parts.total)),
        ("difference", compared.difference.map_or(Cell::Null, number)),
        ("energy", amount(|parts| parts.energy)),
        ("demand_any_time", amount(|parts| parts.demand_any_time)),
        ("demand_tou", amount(|parts| parts.demand_tou)),
        ("coincident", amount(|parts| parts.coincident)),
        ("reactive", amount(|parts| parts.reactive)),
        ("fixed", amount(|parts| parts.fixed)),
        ("rider", amount(|parts| parts.rider)),
        ("minimum", amount(|parts| parts.minimum)),
        ("tax", amount(|parts| parts.tax)),
        ("note", if notes.is_empty() { Cell::Null } else { text(notes.join("; ")) }),
    ])
}
