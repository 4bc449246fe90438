use arrow::record_batch::RecordBatch;
use udfs::billing::{self, PeakCause, explain};
use udfs::error::Place;
use udfs::model::{Decimal, DemandAllocation};
use udfs::{Code, Issue, Issues};

use super::super::Context;
use super::meter::Metered;
use crate::output::Columns;

/// What set each peak, a row for each demand charge and month.
pub(super) fn table(context: &Context, metered: &Metered, short: bool) -> Result<RecordBatch, Issues> {
    let [tariff] = metered.tariffs.as_slice() else {
        let message = format!("{} tariffs are given", metered.tariffs.len());
        let fix = "explain the bill of one: give --tariff-id, or one document";
        return Err(Issue::error(Code::NotSupported, Place::new("--explain"), message, fix).into());
    };
    let (tariff, outside) = billing::at_any_time(tariff, metered.zone, billing::span_of(&metered.load));
    let causes = explain(&tariff, metered.zone, &metered.load, DemandAllocation::default())?;
    context.reporter.issues(&Issues(outside.into_iter().collect()));
    rows(&causes, metered, short)
}

fn rows(causes: &[PeakCause], metered: &Metered, short: bool) -> Result<RecordBatch, Issues> {
    let set_by = |cause: &PeakCause| match (short, cause.set_by.month()) {
        (true, Some(month)) => format!("{} of {month}", cause.set_by.as_str()),
        _ => cause.set_by.as_str().to_string(),
    };
    let scale = |full: u8| if short { 2 } else { full };
    let columns = Columns::default()
        .text("month", causes.iter().map(|cause| cause.month.to_string()))
        .text("charge", causes.iter().map(|cause| cause.charge.as_str()))
        .time("peak_at", metered.zone, short.then_some("%m-%d %H:%M"), causes.iter().map(|cause| Some(cause.at)))
        .decimal("window_minutes", 0, causes.iter().map(|cause| Some(Decimal::from(cause.window_minutes))))
        .decimal("peak_kw", scale(6), causes.iter().map(|cause| Some(cause.peak_kw)))
        .decimal("billed_kw", scale(6), causes.iter().map(|cause| Some(cause.billed_kw)))
        .text("set_by", causes.iter().map(set_by));
    let month = |cause: &PeakCause| cause.set_by.month().map_or(String::new(), |month| month.to_string());
    let columns = if short { columns } else { columns.text("set_by_month", causes.iter().map(month)) };
    columns
        .decimal("rate_kw", scale(8), causes.iter().map(|cause| Some(cause.rate_kw)))
        .decimal("amount", 2, causes.iter().map(|cause| Some(cause.amount)))
        .decimal("saved_by_one_kw", scale(4), causes.iter().map(|cause| Some(cause.saved_by_one_kw)))
        .batch()
}
