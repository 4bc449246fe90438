use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, Weekday};

use super::{Decimal, LocalTime, Span};

/// What a utility charges for electricity.
///
/// Every instant has exactly one energy rate: that of the period it falls in, or of the price that covers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff {
    pub tariff_id: String,
    pub tariff_name: String,
    pub utility_provider: String,
    pub rate_schedule_code: String,
    pub effective_date: Option<NaiveDate>,
    /// First day on which the tariff is no longer in effect.
    pub expiry_date: Option<NaiveDate>,
    pub holidays: BTreeSet<NaiveDate>,
    pub periods: Vec<TariffPeriod>,
    pub demand_charges: Vec<DemandCharge>,
    pub fixed_charges: Vec<FixedCharge>,
    /// Real-time prices; where they cover the time they replace the period's energy rate.
    pub prices: Vec<Price>,
    /// Peak already set in the horizon's first billing month, by category of a time-of-use demand charge.
    pub month_to_date_peaks: BTreeMap<String, Decimal>,
}

/// Local days on which a period or charge applies. `Weekday`, `Weekend` and `Days` leave holidays out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayType {
    Weekday,
    Weekend,
    Holiday,
    /// Every day, holidays too.
    All,
    /// Some days of the week, Monday first.
    Days([bool; 7]),
}

impl DayType {
    pub fn covers(&self, weekday: Weekday, is_holiday: bool) -> bool {
        let day = weekday.num_days_from_monday() as usize;
        match self {
            DayType::All => true,
            DayType::Holiday => is_holiday,
            _ if is_holiday => false,
            DayType::Weekday => day < 5,
            DayType::Weekend => day >= 5,
            DayType::Days(days) => days[day],
        }
    }
}

const DAY_NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl FromStr for DayType {
    type Err = ();

    /// `weekday`, `weekend`, `holiday`, `all`, or days as in `mon,tue,sat`.
    fn from_str(text: &str) -> Result<Self, ()> {
        match text.trim().to_ascii_lowercase().as_str() {
            "weekday" => Ok(DayType::Weekday),
            "weekend" => Ok(DayType::Weekend),
            "holiday" => Ok(DayType::Holiday),
            "all" => Ok(DayType::All),
            days => {
                let mut set = [false; 7];
                for name in days.split(',') {
                    set[DAY_NAMES.iter().position(|day| *day == name.trim()).ok_or(())?] = true;
                }
                Ok(DayType::Days(set))
            }
        }
    }
}

impl fmt::Display for DayType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DayType::Weekday => f.write_str("weekday"),
            DayType::Weekend => f.write_str("weekend"),
            DayType::Holiday => f.write_str("holiday"),
            DayType::All => f.write_str("all"),
            DayType::Days(set) => {
                let names: Vec<&str> =
                    DAY_NAMES.iter().zip(set).filter(|(_, on)| **on).map(|(name, _)| *name).collect();
                f.write_str(&names.join(","))
            }
        }
    }
}

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
    pub energy_rate_kwh: Decimal,
    /// One demand charge per category and billing month, over all hours of the category.
    pub demand_rate_kw: Option<Decimal>,
}

/// A charge on the highest metering-window mean of a billing month, within its own hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandCharge {
    pub name: String,
    pub rate_kw: Decimal,
    pub months: Option<BTreeSet<u32>>,
    /// `None`: any time.
    pub hours: Option<Vec<ChargeHours>>,
    /// 15, 30 or 60; windows are aligned to the local clock.
    pub window_minutes: u32,
    /// Peak already set in the horizon's first billing month.
    pub month_to_date_peak_kw: Decimal,
}

impl DemandCharge {
    pub const DEFAULT_WINDOW_MINUTES: u32 = 15;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeHours {
    pub day_type: DayType,
    pub start_time: LocalTime,
    pub end_time: LocalTime,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedCharge {
    pub name: String,
    pub amount: Decimal,
    pub per: Per,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Per {
    Day,
    Month,
    Year,
}

impl Per {
    pub fn as_str(self) -> &'static str {
        match self {
            Per::Day => "day",
            Per::Month => "month",
            Per::Year => "year",
        }
    }
}

impl FromStr for Per {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Per::Day, Per::Month, Per::Year].into_iter().find(|per| per.as_str() == text).ok_or(())
    }
}

/// A real-time price; may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price {
    pub span: Span,
    pub energy_rate_kwh: Decimal,
}
