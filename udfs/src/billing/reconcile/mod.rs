mod matching;

use matching::matches;

use super::charge::cents;
use crate::model::{BillLine, Decimal};

/// A line as a utility invoices it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvoiceLine {
    /// Billing month, `2026-01`.
    pub month: String,
    /// Kind of charge, such as `energy`, or the utility's own words.
    pub charge: String,
    /// Tariff category or name of the charge; empty where the invoice has none.
    pub category: String,
    pub quantity: Option<Decimal>,
    pub unit: String,
    pub rate: Option<Decimal>,
    pub amount: Decimal,
}

/// A line of the invoice against ours. Volume, price, peak, charges and other add up to the difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    pub month: String,
    pub charge: String,
    pub category: String,
    pub status: Status,
    /// Of both invoices, where there are any.
    pub invoiced: Option<InvoiceLine>,
    /// The lines of ours that it is held against, summed.
    pub ours: Option<Ours>,
    /// Invoiced less ours.
    pub difference: Decimal,
    /// Difference of the energy, times our rate.
    pub volume: Decimal,
    /// Difference of the rate, times the invoiced quantity.
    pub price: Decimal,
    /// As `volume`, for kW and kvar.
    pub peak: Decimal,
    /// All of a charge that is on one of the two bills only.
    pub charges: Decimal,
    /// What quantity and rate do not tell: rounding, or an invoice that gives neither.
    pub other: Decimal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// To the cent.
    Agrees,
    Differs,
    /// On our bill, not on the invoice.
    Missing,
    /// On the invoice, not on our bill.
    Extra,
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Agrees => "agrees",
            Status::Differs => "differs",
            Status::Missing => "missing",
            Status::Extra => "extra",
        }
    }
}

/// Lines of our bill that one line of the invoice stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    pub quantity: Decimal,
    pub unit: String,
    /// Of a single line; the mean of several.
    pub rate: Option<Decimal>,
    pub amount: Decimal,
}

/// Every line of an invoice against our bill, then what the invoice lacks.
pub fn reconcile(bill: &[BillLine], invoice: &[InvoiceLine]) -> Vec<Reconciled> {
    let matched = matches(bill, invoice);
    let mut lines: Vec<Reconciled> = invoice
        .iter()
        .zip(&matched)
        .map(|(invoiced, numbers)| {
            let own: Vec<&BillLine> = numbers.iter().map(|number| &bill[*number]).collect();
            if own.is_empty() { extra(invoiced) } else { both(invoiced, &own) }
        })
        .collect();
    let unmatched = (0..bill.len()).filter(|number| !matched.iter().any(|numbers| numbers.contains(number)));
    lines.extend(unmatched.map(|number| missing(&bill[number])));
    lines.sort_by(|a, b| a.month.cmp(&b.month));
    lines
}

fn extra(line: &InvoiceLine) -> Reconciled {
    Reconciled {
        month: line.month.clone(),
        charge: line.charge.clone(),
        category: line.category.clone(),
        status: Status::Extra,
        invoiced: Some(line.clone()),
        ours: None,
        difference: line.amount,
        volume: Decimal::ZERO,
        price: Decimal::ZERO,
        peak: Decimal::ZERO,
        charges: line.amount,
        other: Decimal::ZERO,
    }
}

fn missing(own: &BillLine) -> Reconciled {
    Reconciled {
        month: own.month.clone(),
        charge: own.charge.clone(),
        category: own.category.clone(),
        status: Status::Missing,
        invoiced: None,
        ours: Some(summed(&[own])),
        difference: -own.amount,
        volume: Decimal::ZERO,
        price: Decimal::ZERO,
        peak: Decimal::ZERO,
        charges: -own.amount,
        other: Decimal::ZERO,
    }
}

fn both(line: &InvoiceLine, own: &[&BillLine]) -> Reconciled {
    let ours = summed(own);
    let difference = line.amount - ours.amount;
    let by_quantity = line.quantity.zip(ours.rate).and_then(|(quantity, rate)| product(quantity - ours.quantity, rate));
    let by_rate = line.rate.zip(ours.rate).zip(line.quantity.or(Some(ours.quantity)));
    let price = by_rate.and_then(|((rate, own), quantity)| product(rate - own, quantity)).unwrap_or_default();
    let is_power = ["kW", "kvar"].contains(&ours.unit.as_str());
    let by_quantity = by_quantity.unwrap_or_default();
    let (volume, peak) = if is_power { (Decimal::ZERO, by_quantity) } else { (by_quantity, Decimal::ZERO) };
    // a share of a month, or a percentage, is in neither quantity nor rate
    let (volume, price, peak) =
        if difference.is_zero() { (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO) } else { (volume, price, peak) };
    Reconciled {
        month: line.month.clone(),
        charge: own[0].charge.clone(),
        category: own[0].category.clone(),
        status: if difference.is_zero() { Status::Agrees } else { Status::Differs },
        invoiced: Some(line.clone()),
        ours: Some(ours),
        difference,
        volume,
        price,
        peak,
        charges: Decimal::ZERO,
        other: difference - volume - price - peak,
    }
}

/// In cents; `None` where it is out of all range.
fn product(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_mul(b).map(cents)
}

fn summed(lines: &[&BillLine]) -> Ours {
    let quantity: Decimal = lines.iter().map(|line| line.quantity).sum();
    let amount: Decimal = lines.iter().map(|line| line.amount).sum();
    let rate = match lines {
        [one] => one.rate,
        _ => amount.checked_div(quantity),
    };
    Ours { quantity, unit: lines.first().map_or(String::new(), |line| line.unit.clone()), rate, amount }
}
