use arrow::record_batch::RecordBatch;
use udfs::Issues;
use udfs::billing::{Compared, Offer, Parts, compare};
use udfs::model::{Decimal, DemandAllocation};

use super::super::Context;
use super::meter::Metered;
use crate::output::Columns;

/// One load under each tariff; the first is the current one. A tariff that cannot bill it has no amounts, and why is said
/// on standard error.
pub(super) fn table(context: &Context, metered: &Metered) -> Result<RecordBatch, Issues> {
    let offers: Vec<Offer<'_>> = metered
        .tariffs
        .iter()
        .map(|tariff| Offer { tariff, zone: metered.zone, currency: tariff.currency.as_deref().unwrap_or_default() })
        .collect();
    let compared = compare(&offers, Some(0), &metered.load, DemandAllocation::default());
    let mut failed = Issues::default();
    for one in &compared {
        match &one.bill {
            Ok((_, warnings)) => context.reporter.issues(warnings),
            Err(issues) => {
                context.reporter.issues(issues);
                failed.extend(issues.clone());
            }
        }
    }
    if compared.iter().all(|one| one.bill.is_err()) {
        return Err(failed);
    }
    let tariff = |one: &Compared| offers[one.offer].tariff;
    let amount = |of: fn(&Parts) -> Decimal| {
        compared.iter().map(move |one| one.bill.as_ref().ok().map(|(parts, _)| of(parts))).collect::<Vec<_>>()
    };
    Columns::default()
        .decimal("rank", 0, compared.iter().map(|one| one.rank.map(Decimal::from)))
        .text("tariff_id", compared.iter().map(|one| tariff(one).tariff_id.as_str()))
        .text("tariff_name", compared.iter().map(|one| tariff(one).tariff_name.as_str()))
        .text("currency", compared.iter().map(|one| offers[one.offer].currency))
        .decimal("total", 2, amount(|parts| parts.total))
        .decimal("difference", 2, compared.iter().map(|one| one.difference))
        .decimal("energy", 2, amount(|parts| parts.energy))
        .decimal("demand_any_time", 2, amount(|parts| parts.demand_any_time))
        .decimal("demand_tou", 2, amount(|parts| parts.demand_tou))
        .decimal("fixed", 2, amount(|parts| parts.fixed))
        .decimal(
            "other",
            2,
            amount(|parts| parts.total - parts.energy - parts.demand_any_time - parts.demand_tou - parts.fixed),
        )
        .batch()
}
