mod coincident;
mod critical_peak;
mod day_type;
mod demand_charge;
mod fixed;
mod period;
mod price;
mod reactive;
mod rider;
mod tier;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use chrono_tz::Tz;

pub use coincident::{CoincidentCharge, Combine};
pub use critical_peak::CriticalPeak;
pub use day_type::DayType;
pub use demand_charge::{ChargeHours, Contract, DemandBasis, DemandCharge, Lookback, Ratchet};
pub use fixed::{FixedCharge, Per};
pub use period::TariffPeriod;
pub use price::{Price, PriceMode};
pub use reactive::ReactiveCharge;
pub use rider::{MinimumCharge, Rider, RiderUnit, Tax};
pub use tier::{DemandTier, EnergyTier, TierUnit};

use super::Decimal;

/// What a utility charges for electricity, or for gas by the kWh.
///
/// Every instant has exactly one energy rate: that of the period it falls in, or of the price that covers it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tariff {
    pub tariff_id: String,
    pub tariff_name: String,
    pub utility_provider: String,
    pub rate_schedule_code: String,
    /// ISO 4217; `None`: the site's.
    pub currency: Option<String>,
    /// `None`: the site's.
    pub time_zone: Option<Tz>,
    pub effective_date: Option<NaiveDate>,
    /// First day on which the tariff is no longer in effect.
    pub expiry_date: Option<NaiveDate>,
    pub holidays: BTreeSet<NaiveDate>,
    /// Local dates on which a billing period begins, each ending where the next begins; empty: calendar months. A period
    /// bears the name of the month its last day is in.
    pub billing_dates: BTreeSet<NaiveDate>,
    pub periods: Vec<TariffPeriod>,
    pub demand_charges: Vec<DemandCharge>,
    pub coincident_charges: Vec<CoincidentCharge>,
    pub critical_peaks: Vec<CriticalPeak>,
    pub reactive_charges: Vec<ReactiveCharge>,
    pub fixed_charges: Vec<FixedCharge>,
    pub riders: Vec<Rider>,
    pub minimum_charges: Vec<MinimumCharge>,
    pub taxes: Vec<Tax>,
    /// Real-time prices.
    pub prices: Vec<Price>,
    pub price_mode: PriceMode,
    /// Peak already set in the horizon's first billing month, by category of a time-of-use demand charge.
    pub month_to_date_peaks: BTreeMap<String, Decimal>,
    /// What the source says of the tariff and no bill depends on, by its own name and as its own JSON.
    pub attributes: BTreeMap<String, String>,
}
