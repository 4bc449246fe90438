use arrow::record_batch::RecordBatch;
use connectors::files::{self, Sheet};
use udfs::Issues;
use udfs::billing::{Reconciled, reconcile};
use udfs::document::money;
use udfs::model::{Cost, Decimal};

use super::super::Context;
use crate::output::Columns;

/// The invoice against the bill, a row a line.
pub(super) fn table(context: &Context, sheet: &Sheet, cost: &Cost, short: bool) -> Result<RecordBatch, Issues> {
    let month = cost.lines.first().filter(|first| cost.lines.iter().all(|line| line.month == first.month));
    let (invoice, warnings) = files::invoice(sheet, month.map(|line| line.month.as_str()))?;
    context.reporter.issues(&warnings);
    let lines = reconcile(&cost.lines, &invoice);
    let invoiced: Decimal = invoice.iter().map(|line| line.amount).sum();
    let message = format!(
        "invoiced {}, billed here {}: {} lines agree, {} do not",
        money(invoiced),
        money(cost.total),
        lines.iter().filter(|line| line.difference.is_zero()).count(),
        lines.iter().filter(|line| !line.difference.is_zero()).count()
    );
    context.reporter.info(&message);
    rows(&lines, short)
}

fn rows(lines: &[Reconciled], short: bool) -> Result<RecordBatch, Issues> {
    let total = short.then_some(());
    let sum = |of: fn(&Reconciled) -> Decimal| total.map(|()| Some(lines.iter().map(of).sum::<Decimal>()));
    let part = |of: fn(&Reconciled) -> Decimal| lines.iter().map(move |line| Some(of(line))).chain(sum(of));
    let invoiced = |line: &Reconciled| line.invoiced.clone();
    let scale = |full: u8, few: u8| if short { few } else { full };
    let blank = || total.map(|()| None);
    Columns::default()
        .text("month", lines.iter().map(|line| line.month.as_str()).chain(total.map(|()| "")))
        .text("charge", lines.iter().map(|line| line.charge.as_str()).chain(total.map(|()| "total")))
        .text("category", lines.iter().map(|line| line.category.as_str()).chain(total.map(|()| "")))
        .text("status", lines.iter().map(|line| line.status.as_str()).chain(total.map(|()| "")))
        .decimal("invoiced_quantity", scale(6, 2), lines.iter().map(|l| invoiced(l)?.quantity).chain(blank()))
        .decimal(
            "our_quantity",
            scale(6, 2),
            lines.iter().map(|line| Some(line.ours.as_ref()?.quantity)).chain(blank()),
        )
        .decimal("invoiced_rate", scale(8, 5), lines.iter().map(|l| invoiced(l)?.rate).chain(blank()))
        .decimal("our_rate", scale(8, 5), lines.iter().map(|line| line.ours.as_ref()?.rate).chain(blank()))
        .decimal(
            "invoiced_amount",
            2,
            lines
                .iter()
                .map(|l| Some(invoiced(l)?.amount))
                .chain(sum(|line| line.invoiced.as_ref().map_or(Decimal::ZERO, |invoiced| invoiced.amount))),
        )
        .decimal(
            "our_amount",
            2,
            lines
                .iter()
                .map(|line| Some(line.ours.as_ref()?.amount))
                .chain(sum(|line| line.ours.as_ref().map_or(Decimal::ZERO, |ours| ours.amount))),
        )
        .decimal("difference", 2, part(|line| line.difference))
        .decimal("volume", 2, part(|line| line.volume))
        .decimal("price", 2, part(|line| line.price))
        .decimal("peak", 2, part(|line| line.peak))
        .decimal("charges", 2, part(|line| line.charges))
        .decimal("other", 2, part(|line| line.other))
        .batch()
}
