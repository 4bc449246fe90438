use std::collections::BTreeSet;

use super::super::{Decimal, LocalTime};
use super::{DayType, DemandTier, EnergyTier};

/// An energy rate, and perhaps a demand rate, for some hours of some days of some months.
///
/// `start > end` wraps over midnight: both the evening and the morning part belong to the same local days' type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffPeriod {
    pub day_type: DayType,
    /// 1 to 12; `None`: all.
    pub months: Option<BTreeSet<u32>>,
    pub start_time: LocalTime,
    pub end_time: LocalTime,
    /// `off-peak`, `mid-peak`, `on-peak`, `critical` or the utility's own word.
    pub period_category: String,
    /// Of the first tier, its adjustment included.
    pub energy_rate_kwh: Decimal,
    /// Empty: one rate for all energy. Limits count all energy of the billing period that is charged by periods, whatever
    /// their category; of each tier a category pays the part that its energy is of that.
    pub energy_tiers: Vec<EnergyTier>,
    /// One demand charge per category and billing month, over all hours of the category. Of the first tier.
    pub demand_rate_kw: Option<Decimal>,
    /// Empty: one rate for all kW.
    pub demand_tiers: Vec<DemandTier>,
}
