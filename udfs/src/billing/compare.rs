use chrono_tz::Tz;

use super::effective::{at_any_time, span_of};
use super::load_row::LoadRow;
use super::statement::{Parts, parts};
use super::{Bill, bill};
use crate::error::Issues;
use crate::model::{Decimal, DemandAllocation, Tariff};

/// A tariff to price a load by.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    pub tariff: &'a Tariff,
    /// Of the tariff's wall-clock rules.
    pub zone: Tz,
    pub currency: &'a str,
}

/// What a load costs under one of the tariffs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The number of the offer.
    pub offer: usize,
    /// Or why the tariff cannot bill this load.
    pub bill: Result<(Parts, Issues), Issues>,
    /// From 1, the cheapest, among the offers in its currency; equal totals share a rank.
    pub rank: Option<usize>,
    /// Total less that of the current tariff, where the currency is the same.
    pub difference: Option<Decimal>,
}

/// One load under many tariffs, whether or not they are in effect at its time: cheapest first, then those that cannot bill
/// it.
pub fn compare(
    offers: &[Offer<'_>],
    current: Option<usize>,
    load: &[LoadRow],
    allocation: DemandAllocation,
) -> Vec<Compared> {
    let span = span_of(load);
    let priced = |offer: &Offer<'_>| {
        let (tariff, outside) = at_any_time(offer.tariff, offer.zone, span);
        bill(&tariff, offer.zone, load, allocation).map(|Bill { cost, mut warnings }| {
            warnings.0.extend(outside);
            (parts(std::slice::from_ref(&tariff), &cost), warnings)
        })
    };
    let bills: Vec<Result<(Parts, Issues), Issues>> = offers.iter().map(priced).collect();
    let total = |offer: usize| bills.get(offer).and_then(|bill| bill.as_ref().ok()).map(|(parts, _)| parts.total);
    let same_currency = |a: usize, b: usize| offers[a].currency == offers[b].currency;
    let mut compared: Vec<Compared> = (0..offers.len())
        .map(|offer| {
            let cheaper = |total_here: Decimal| {
                let others = (0..offers.len()).filter(|other| same_currency(*other, offer)).filter_map(total);
                others.filter(|other| *other < total_here).count()
            };
            let base = current.filter(|current| same_currency(*current, offer)).and_then(total);
            Compared {
                offer,
                bill: bills[offer].clone(),
                rank: total(offer).map(|total| cheaper(total) + 1),
                difference: total(offer).zip(base).map(|(total, base)| total - base),
            }
        })
        .collect();
    compared.sort_by_key(|compared| {
        (compared.rank.is_none(), offers[compared.offer].currency.to_string(), compared.rank, compared.offer)
    });
    compared
}
