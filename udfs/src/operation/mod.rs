//! Jobs and equipment on the grid of intervals: what occupies a unit, and when it is on.
//!
//! Times are interval boundaries, powers are whole nano-kilowatts ([`NANO`]), so that sums neither drift nor depend on
//! their order. The baseline and the optimiser stand on the same words:
//!
//! - [`Plant`]: the problem on the grid; [`Task`] a job, [`Unit`] a piece of equipment, [`Crew`] the people on shift.
//! - [`Occupancy`]: what a unit's jobs take of it, minute-exact.
//! - [`plan_runs`]: the cheapest on-periods for given jobs under any prices of being on, starting and stopping.
//! - [`runs_for`]: the on-periods of a plant that does not look at prices.

mod crew;
mod load;
mod occupancy;
mod plant;
mod price_blind;
mod run_plan;
mod task;
mod unit;

pub use crew::Crew;
pub use load::input_load;
pub use occupancy::Occupancy;
pub use plant::Plant;
pub use price_blind::{price_blind_runs, runs_for};
pub use run_plan::{Price, Run, RunCosts, RunPlanner, Stretch};
pub use task::Task;
pub use unit::Unit;

use crate::model::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Nano-kilowatts in a kilowatt.
pub const NANO: i64 = 1_000_000_000;

/// A decimal in whole billionths, rounded.
pub fn to_nano(value: Decimal) -> i64 {
    (value * Decimal::from(NANO)).round().to_i64().unwrap_or(i64::MAX / 4)
}
