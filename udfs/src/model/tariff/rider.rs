use std::collections::BTreeSet;
use std::str::FromStr;

use super::super::Decimal;

/// An adjustment on top of the tariff's own charges; negative for a credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rider {
    pub name: String,
    pub rate: Decimal,
    pub unit: RiderUnit,
    pub months: Option<BTreeSet<u32>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RiderUnit {
    /// Each kWh.
    Kwh,
    /// Each kW of the billing period's highest demand at any time, in 15-minute windows.
    Kw,
    /// Percent of energy, demand, coincident, reactive and fixed charges, before minimum and tax.
    Percent,
}

impl RiderUnit {
    pub const ALL: [RiderUnit; 3] = [RiderUnit::Kwh, RiderUnit::Kw, RiderUnit::Percent];

    pub fn as_str(self) -> &'static str {
        match self {
            RiderUnit::Kwh => "kWh",
            RiderUnit::Kw => "kW",
            RiderUnit::Percent => "percent",
        }
    }
}

impl FromStr for RiderUnit {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == text).ok_or(())
    }
}

/// A percentage of all other lines of a billing period, at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    pub name: String,
    pub percent: Decimal,
}

/// A billing period's (or year's) other charges before tax are at least this much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinimumCharge {
    pub name: String,
    pub amount: Decimal,
    pub per: super::Per,
}
