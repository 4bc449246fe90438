use crate::model::{BillLine, Decimal, Instant};
use crate::tariff::BillingMonth;
use rust_decimal::RoundingStrategy;

/// In the order of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChargeKind {
    Energy,
    Demand,
    Coincident,
    Reactive,
    Fuel,
    Fixed,
    Rider,
    Minimum,
    Tax,
}

impl ChargeKind {
    pub fn as_str(self) -> &'static str {
        match self {
            ChargeKind::Energy => "energy",
            ChargeKind::Demand => "demand",
            ChargeKind::Coincident => "coincident",
            ChargeKind::Reactive => "reactive",
            ChargeKind::Fuel => "fuel",
            ChargeKind::Fixed => "fixed",
            ChargeKind::Rider => "rider",
            ChargeKind::Minimum => "minimum",
            ChargeKind::Tax => "tax",
        }
    }

    fn depends_on_schedule(self) -> bool {
        matches!(self, ChargeKind::Energy | ChargeKind::Demand | ChargeKind::Coincident | ChargeKind::Fuel)
    }
}

/// A bill line before rounding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub kind: ChargeKind,
    pub month: BillingMonth,
    pub category: String,
    /// Of a rate with tiers, from 1.
    pub tier: Option<u32>,
    pub quantity: Decimal,
    pub unit: &'static str,
    pub rate: Option<Decimal>,
    /// Not rounded.
    pub exact: Decimal,
    /// The part of it that a schedule can change.
    pub objective: Decimal,
    /// Whether its energy is in another line already.
    pub is_adder: bool,
    pub at: Option<Instant>,
}

impl Charge {
    pub fn new(kind: ChargeKind, month: BillingMonth, category: &str, exact: Decimal) -> Self {
        Self {
            kind,
            month,
            category: category.to_string(),
            tier: None,
            quantity: Decimal::ZERO,
            unit: "",
            rate: None,
            exact,
            objective: if kind.depends_on_schedule() { exact } else { Decimal::ZERO },
            is_adder: false,
            at: None,
        }
    }

    pub fn quantity(self, quantity: Decimal, unit: &'static str, rate: Option<Decimal>) -> Self {
        Self { quantity, unit, rate, ..self }
    }

    /// Rounded once, half away from zero.
    pub fn amount(&self) -> Decimal {
        cents(self.exact)
    }

    pub fn line(&self) -> BillLine {
        BillLine {
            month: self.month.to_string(),
            charge: self.kind.as_str().to_string(),
            category: self.category.clone(),
            tier: self.tier,
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
