//! The words of the problem, as plain data. What each of them means is written with the type.
//!
//! Every instant is UTC on a whole minute; every quantity is an exact decimal with its unit in the name.

mod cost;
mod equipment;
mod horizon;
mod job;
mod local_time;
mod options;
mod previous;
mod problem;
mod result;
mod schedule;
mod site;
mod tariff;

pub use cost::{BillLine, Cost, EquipmentCost, LoadInterval, LoadProfile, Peak, PeriodCost};
pub use equipment::{Efficiency, Equipment, Unavailability};
pub use horizon::Horizon;
pub use job::{Fixed, Job};
pub use local_time::LocalTime;
pub use options::Options;
pub use previous::{JobMove, MovePlace, MoveReason, PreviousAssignment, Replan};
pub use problem::{DemandAllocation, Problem};
pub use result::{Baseline, PlanResult, PricedAssignment, Status, Violation};
pub use schedule::{Assignment, EquipmentRun, Schedule, ScheduleKind};
pub use site::{Shift, Site, SiteLoad};
pub use tariff::{
    ChargeHours, CoincidentCharge, Combine, Contract, CriticalPeak, DayType, DemandBasis, DemandCharge, DemandTier,
    EnergyTier, FixedCharge, Lookback, MinimumCharge, Per, Price, PriceMode, Ratchet, ReactiveCharge, Rider, RiderUnit,
    Tariff, TariffPeriod, Tax, TierUnit,
};

pub use rust_decimal::Decimal;

/// A moment in UTC, on a whole minute.
pub type Instant = chrono::DateTime<chrono::Utc>;

/// A stretch of time, `end` excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: Instant,
    pub end: Instant,
}

impl Span {
    pub fn minutes(&self) -> i64 {
        (self.end - self.start).num_minutes()
    }

    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn contains(&self, other: &Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}
