use std::sync::LazyLock;

use super::{IdAndSpan, SiteBill, Source, number, row, text};
use crate::billing::{self, Reconciled, reconcile};
use crate::document::invoice_from_json;
use crate::error::Issues;
use crate::model::{Decimal, DemandAllocation};
use crate::row::{Cell, Row};
use crate::tables::Kind::{Cents, Int, Quantity, Rate, Text};
use crate::tables::{Table, optional, required};

pub static RECONCILED: LazyLock<Table> = LazyLock::new(|| Table {
    name: "reconciled",
    comment: "An invoice against our bill",
    columns: vec![
        required("line_no", Int, "", "Number within the result"),
        required("month", Text, "", "Billing month, 2026-01"),
        required("charge", Text, "", "energy, demand, ...; in the utility's words where ours has no such line"),
        optional("category", Text, "", "Tariff category, or name of the charge"),
        required("status", Text, "", "agrees, differs, missing (not on the invoice) or extra (not on our bill)"),
        optional("unit", Text, "", "kWh, kW, kvar, day, month or year; percent of money"),
        optional("invoiced_quantity", Quantity, "", "On the invoice"),
        optional("our_quantity", Quantity, "", "On our bill"),
        optional("invoiced_rate", Rate, "currency/unit", "On the invoice"),
        optional("our_rate", Rate, "currency/unit", "On our bill; the mean of several tiers"),
        optional("invoiced_amount", Cents, "currency", "On the invoice"),
        optional("our_amount", Cents, "currency", "On our bill"),
        required("difference", Cents, "currency", "Invoiced less ours; the sum of the parts"),
        required("volume", Cents, "currency", "Part: difference of the energy, times our rate"),
        required("price", Cents, "currency", "Part: difference of the rate, times the invoiced quantity"),
        required("peak", Cents, "currency", "Part: difference of the kW, times our rate"),
        required("charges", Cents, "currency", "Part: a charge that is on one of the two only"),
        required("other", Cents, "currency", "Part: what quantity and rate do not tell, such as rounding"),
    ]
    .leak(),
    key: &["line_no"],
    partition: &[],
});

pub fn reconcile_bill(source: &Source<'_>, asked: &IdAndSpan, invoice: &str) -> Result<Vec<Row>, Issues> {
    let invoice = invoice_from_json(invoice)?;
    let site = SiteBill::find(source, asked)?;
    let tariff = site.tariff(source)?;
    let cost = billing::bill(&tariff, site.zone, &site.load, DemandAllocation::default())?.cost;
    let lines = reconcile(&cost.lines, &invoice);
    Ok(lines.iter().enumerate().map(|(i, line)| reconciled_row(i + 1, line)).collect())
}

fn reconciled_row(line_no: usize, line: &Reconciled) -> Row {
    let optional = |value: Option<Decimal>| value.map_or(Cell::Null, Cell::Number);
    let some_text = |value: &str| if value.is_empty() { Cell::Null } else { text(value) };
    let (invoiced, ours) = (line.invoiced.as_ref(), line.ours.as_ref());
    let unit = ours.map(|ours| ours.unit.as_str()).or(invoiced.map(|invoiced| invoiced.unit.as_str()));
    row([
        ("line_no", number(line_no)),
        ("month", text(&line.month)),
        ("charge", text(&line.charge)),
        ("category", some_text(&line.category)),
        ("status", text(line.status.as_str())),
        ("unit", some_text(unit.unwrap_or_default())),
        ("invoiced_quantity", optional(invoiced.and_then(|line| line.quantity))),
        ("our_quantity", optional(ours.map(|line| line.quantity))),
        ("invoiced_rate", optional(invoiced.and_then(|line| line.rate))),
        ("our_rate", optional(ours.and_then(|line| line.rate))),
        ("invoiced_amount", optional(invoiced.map(|line| line.amount))),
        ("our_amount", optional(ours.map(|line| line.amount))),
        ("difference", number(line.difference)),
        ("volume", number(line.volume)),
        ("price", number(line.price)),
        ("peak", number(line.peak)),
        ("charges", number(line.charges)),
        ("other", number(line.other)),
    ])
}
