use std::collections::{BTreeMap, BTreeSet};

use super::super::super::attributes::list;
use super::super::super::rest::merge;
use super::super::super::schedule::{Week, kept_matrix, matrix_cell};
use super::super::document::Document;
use super::super::energy::refuse_hours;
use super::super::{all_months, indices};
use super::{place, tier_rows, tiers};
use crate::error::Place;
use crate::model::{ChargeHours, Decimal, DemandCharge, DemandTier, Tariff, TariffPeriod};
use crate::row::{Cell, Row};

const STRUCTURE: &str = "demandratestructure";
const SCHEDULES: [&str; 2] = ["demandweekdayschedule", "demandweekendschedule"];

/// A charge with hours, of its own or of the periods of a category.
struct Charge<'a> {
    name: &'a str,
    place: Place,
    tiers: Vec<DemandTier>,
    months: BTreeSet<u32>,
    hours: Vec<ChargeHours>,
}

pub(super) fn write(tariff: &Tariff, own: &[(usize, &DemandCharge)], document: &mut Document) {
    let own = own.iter().map(|(row, charge)| Charge {
        name: &charge.name,
        place: place(*row, charge),
        tiers: tiers(&charge.tiers, charge.rate_kw),
        months: charge.months.clone().unwrap_or_else(all_months),
        hours: charge.hours.clone().unwrap_or_default(),
    });
    let charges: Vec<Charge<'_>> = own.chain(of_categories(tariff)).collect();
    if charges.is_empty() {
        return;
    }
    let used = list(document.get(STRUCTURE)).len();
    let indices = indices(charges.iter().map(|charge| charge.name), "tou-", used);
    let mut held: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
    let mut week = Week::EMPTY;
    for (index, charge) in indices.iter().zip(&charges) {
        held.insert(*index, tier_rows(&charge.tiers, &charge.place, document));
        for hours in &charge.hours {
            put(&mut week, *index, charge, hours, document);
        }
    }
    let mut structure = merge(document.get(STRUCTURE), &held);
    fill(&mut week, &mut structure, document);
    document.set(STRUCTURE, Cell::List(structure));
    for (name, matrix) in SCHEDULES.iter().zip([&week.weekday, &week.weekend]) {
        document.set(name, matrix_cell(matrix));
    }
}

fn put(
    week: &mut Week<Option<usize>>,
    index: usize,
    charge: &Charge<'_>,
    hours: &ChargeHours,
    document: &mut Document,
) {
    let mut months = hours.months.clone().unwrap_or_else(all_months);
    months.retain(|month| charge.months.contains(month));
    if let Err(unfit) = week.put(index, &hours.day_type, &months, (hours.start_time, hours.end_time)) {
        refuse_hours(unfit, charge.place.clone(), document);
    }
}

/// Hours without a charge get the index they had, or one without a price.
fn fill(week: &mut Week<Option<usize>>, structure: &mut Vec<Cell>, document: &Document) {
    let [weekday, weekend] = SCHEDULES.map(|name| kept_matrix(document.get(name)));
    let mut kept = Week { weekday, weekend };
    for (index, kept) in week.cells().zip(kept.cells()) {
        *index = index.or(*kept);
    }
    if week.cells().any(|index| index.is_none()) {
        let free = structure.len();
        structure.push(Cell::List(vec![Cell::Row(Row(vec![("rate".into(), Cell::Number(Decimal::ZERO))]))]));
        week.cells().for_each(|index| *index = index.or(Some(free)));
    }
}

/// The demand rates of periods: a charge for each category and rate, over all hours of the category in the rate's months.
fn of_categories(tariff: &Tariff) -> impl Iterator<Item = Charge<'_>> {
    let mut charges: Vec<Charge<'_>> = Vec::new();
    for (row, period) in tariff.periods.iter().enumerate() {
        let Some(rate_kw) = period.demand_rate_kw else { continue };
        let (name, tiers) = (period.period_category.as_str(), tiers(&period.demand_tiers, rate_kw));
        let months = period.months.clone().unwrap_or_else(all_months);
        match charges.iter_mut().find(|known| known.name == name && known.tiers == tiers) {
            Some(known) => known.months.extend(months),
            None => {
                let place = Place::new("tariff.periods").row(row).column("demand_rate_kw");
                charges.push(Charge { name, place, tiers, months, hours: hours_of(tariff, name) });
            }
        }
    }
    charges.into_iter()
}

fn hours_of(tariff: &Tariff, category: &str) -> Vec<ChargeHours> {
    let hours = |period: &TariffPeriod| ChargeHours {
        day_type: period.day_type.clone(),
        months: period.months.clone(),
        start_time: period.start_time,
        end_time: period.end_time,
    };
    tariff.periods.iter().filter(|period| period.period_category == category).map(hours).collect()
}
