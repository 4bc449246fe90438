use super::{IdAndSpan, SiteBill, Source, bill_rows};
use crate::billing;
use crate::error::Issues;
use crate::model::DemandAllocation;
use crate::row::Row;

pub fn calculate_bill(
    source: &Source<'_>,
    asked: &IdAndSpan,
    allocation: DemandAllocation,
) -> Result<Vec<Row>, Issues> {
    let site = SiteBill::find(source, asked)?;
    let tariff = site.tariff(source)?;
    Ok(bill_rows(billing::bill(&tariff, site.zone, &site.load, allocation)?.cost))
}
