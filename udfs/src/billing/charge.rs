use crate::model::{BillLine, Decimal, Instant};
use crate::tariff::BillingMonth;
use rust_decimal::RoundingStrategy;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChargeKind {
    Energy,
    Demand,
    Fuel,
    Fixed,
}

impl ChargeKind {
    pub fn as_str(self) -> &'static str {
        match self {
            ChargeKind::Energy => "energy",
            ChargeKind::Demand => "demand",
            ChargeKind::Fuel => "fuel",
            ChargeKind::Fixed => "fixed",
        }
    }
}

/// A bill line before rounding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub kind: ChargeKind,
    pub month: BillingMonth,
    pub category: String,
    pub quantity: Decimal,
    pub unit: &'static str,
    pub rate: Option<Decimal>,
    /// Not rounded.
    pub exact: Decimal,
    pub at: Option<Instant>,
}

impl Charge {
    /// Rounded once, half away from zero.
    pub fn amount(&self) -> Decimal {
        cents(self.exact)
    }

    pub fn line(&self) -> BillLine {
        BillLine {
            month: self.month.to_string(),
            charge: self.kind.as_str().to_string(),
            category: self.category.clone(),
            quantity: self.quantity,
            unit: self.unit.to_string(),
            rate: self.rate,
            amount: self.amount(),
            at: self.at,
        }
    }
}

/// A share of a charge is a division cut at 28 digits; taking the cut back first keeps a half cent a half cent.
pub fn cents(exact: Decimal) -> Decimal {
    let round = |value: Decimal, digits| value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    round(round(exact, 12), 2)
}
