use std::collections::{BTreeMap, BTreeSet};

use super::super::{Decimal, LocalTime};
use super::{DayType, DemandTier, Per};

/// A charge on the highest metering-window mean of a billing period, within its own hours.
///
/// Billed kW, in this order: the `basis` of the metered peaks; raised to the `ratchet`'s part of earlier peaks and to
/// `minimum_kw`; put through the `contract`. Each charge looks back at its own peaks alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandCharge {
    pub name: String,
    /// Of the first tier, its adjustment included.
    pub rate_kw: Decimal,
    /// Empty: one rate for all kW.
    pub tiers: Vec<DemandTier>,
    /// The rate is for a kW in each of these.
    pub per: Per,
    pub months: Option<BTreeSet<u32>>,
    /// `None`: any time.
    pub hours: Option<Vec<ChargeHours>>,
    /// 15, 30 or 60, or 1440 for a local day; windows are aligned to the local clock.
    pub window_minutes: u32,
    pub basis: DemandBasis,
    pub ratchet: Option<Ratchet>,
    /// Billed at least.
    pub minimum_kw: Decimal,
    pub contract: Option<Contract>,
    /// Peak already set in the horizon's first billing month.
    pub month_to_date_peak_kw: Decimal,
    /// Peaks of months before the bill, by (year, month).
    pub past_peaks: BTreeMap<(i32, u32), Decimal>,
}

impl DemandCharge {
    pub const DEFAULT_WINDOW_MINUTES: u32 = 15;
    /// A window of a whole local day.
    pub const DAY_WINDOW_MINUTES: u32 = 24 * 60;

    /// On any time of any month at one rate, without ratchet, minimum or contract.
    pub fn any_time(name: impl Into<String>, rate_kw: Decimal) -> Self {
        Self {
            name: name.into(),
            rate_kw,
            tiers: Vec::new(),
            per: Per::Month,
            months: None,
            hours: None,
            window_minutes: Self::DEFAULT_WINDOW_MINUTES,
            basis: DemandBasis::Peak,
            ratchet: None,
            minimum_kw: Decimal::ZERO,
            contract: None,
            month_to_date_peak_kw: Decimal::ZERO,
            past_peaks: BTreeMap::new(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeHours {
    pub day_type: DayType,
    /// `None`: all months of the charge.
    pub months: Option<BTreeSet<u32>>,
    pub start_time: LocalTime,
    pub end_time: LocalTime,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DemandBasis {
    /// The billing period's own peak.
    #[default]
    Peak,
    /// The mean of the peaks of this month and the ones before it, this many in all (Belgium: 12). Months that are not
    /// known are left out of the mean.
    MeanOfPeaks { months: u32 },
}

/// A part of an earlier metered peak (never of an earlier billed kW) that is billed at least.
///
/// Months before the bill come from `past_peaks`. Where there are none and the bill covers twelve whole months, the year
/// is taken to repeat; otherwise unknown months count as 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratchet {
    /// By month of the bill, January first.
    pub percent: [Decimal; 12],
    pub looks_at: Lookback,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookback {
    /// The highest of these calendar months among the eleven before the billed one and itself.
    Months(BTreeSet<u32>),
    /// The highest of this many months before the billed one.
    Preceding(u32),
}

/// Contracted power: billed from a lower to an upper percent of it, and more for what is above.
///
/// Below `lower_percent` of `contracted_kw` that is billed; between, the peak; above, the peak and `excess_factor` times
/// what is above `upper_percent` (Spain: 85, 105, 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contract {
    pub contracted_kw: Decimal,
    pub lower_percent: Decimal,
    pub upper_percent: Decimal,
    pub excess_factor: Decimal,
}
