use std::str::FromStr;

use super::super::Decimal;

/// A step of an energy rate by consumption in the billing period. Its price is rate + adjustment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnergyTier {
    /// Cumulative limit in `unit`; `None`: all that is left.
    pub up_to: Option<Decimal>,
    pub unit: TierUnit,
    pub rate_kwh: Decimal,
    pub adjustment_kwh: Decimal,
}

impl EnergyTier {
    pub fn price(&self) -> Decimal {
        self.rate_kwh + self.adjustment_kwh
    }

    /// What is wrong with the limits of a list of tiers: they rise, and the last tier has none.
    pub fn fault(limits: &[Option<Decimal>]) -> Option<&'static str> {
        let (last, others) = limits.split_last()?;
        let mut before = Decimal::ZERO;
        for limit in others {
            match limit {
                None => return Some("a tier after one without a limit"),
                Some(limit) if *limit <= before => return Some("the limits do not rise"),
                Some(limit) => before = *limit,
            }
        }
        last.is_some().then_some("the last tier has a limit, and nothing says what is charged beyond it")
    }
}

/// What an energy tier's limit counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TierUnit {
    /// kWh in the billing period.
    #[default]
    Kwh,
    /// kWh for each kW of the billing period's highest demand: hours of use.
    KwhPerKw,
    /// kWh for each day of the billing period.
    KwhDaily,
    /// kWh for each kW and day.
    KwhPerKwDaily,
}

impl TierUnit {
    pub const ALL: [TierUnit; 4] = [TierUnit::Kwh, TierUnit::KwhPerKw, TierUnit::KwhDaily, TierUnit::KwhPerKwDaily];

    pub fn as_str(self) -> &'static str {
        match self {
            TierUnit::Kwh => "kWh",
            TierUnit::KwhPerKw => "kWh/kW",
            TierUnit::KwhDaily => "kWh daily",
            TierUnit::KwhPerKwDaily => "kWh/kW daily",
        }
    }
}

impl FromStr for TierUnit {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == text).ok_or(())
    }
}

/// A step of a demand rate by billed kW. Its price is rate + adjustment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DemandTier {
    /// Cumulative limit; `None`: all that is left.
    pub up_to_kw: Option<Decimal>,
    pub rate_kw: Decimal,
    pub adjustment_kw: Decimal,
}

impl DemandTier {
    pub fn price(&self) -> Decimal {
        self.rate_kw + self.adjustment_kw
    }
}
