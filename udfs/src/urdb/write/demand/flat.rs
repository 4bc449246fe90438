use std::collections::BTreeMap;

use super::super::super::attributes::list;
use super::super::super::rest::merge;
use super::super::super::schedule::kept_index;
use super::super::document::Document;
use super::super::{all_months, indices};
use super::{place, tier_rows, tiers};
use crate::model::{Decimal, DemandCharge};
use crate::row::{Cell, Row};

const STRUCTURE: &str = "flatdemandstructure";
const MONTHS: &str = "flatdemandmonths";

/// One index for each charge, and at most one charge in a month.
pub(super) fn write(charges: &[(usize, &DemandCharge)], document: &mut Document) {
    if charges.is_empty() {
        return;
    }
    let used = list(document.get(STRUCTURE)).len();
    let indices = indices(charges.iter().map(|(_, charge)| charge.name.as_str()), "flat-", used);
    let mut held: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
    let mut months: [Option<usize>; 12] = [None; 12];
    for (index, (row, charge)) in indices.iter().zip(charges) {
        let place = place(*row, charge);
        held.insert(*index, tier_rows(&tiers(&charge.tiers, charge.rate_kw), &place, document));
        let own = charge.months.clone().unwrap_or_else(all_months);
        let mut twice = false;
        for (_, month) in (1..).zip(&mut months).filter(|(month, _)| own.contains(month)) {
            twice |= month.replace(*index).is_some();
        }
        if twice {
            let message = "URDB states one charge at any time in a month";
            document.refuse(place.column("months"), message, "add up the rates, or let the months not overlap");
        }
    }
    let mut structure = merge(document.get(STRUCTURE), &held);
    for (month, kept) in months.iter_mut().zip(list(document.get(MONTHS))) {
        *month = month.or(kept_index(kept));
    }
    if months.contains(&None) {
        let free = Row(vec![("rate".into(), Cell::Number(Decimal::ZERO))]);
        months = months.map(|month| month.or(Some(structure.len())));
        structure.push(Cell::List(vec![Cell::Row(free)]));
    }
    document.set(STRUCTURE, Cell::List(structure));
    let index = |index: Option<usize>| index.map_or(Cell::Null, |index| Cell::Number(index.into()));
    document.set(MONTHS, Cell::List(months.into_iter().map(index).collect()));
}
