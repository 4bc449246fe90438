//! What a tariff says at an instant: category, energy rate, demand rate.
//!
//! Periods, holidays, seasons and demand hours are wall-clock rules of the tariff's time zone; on days with 23 or 25 hours
//! they follow the wall clock. A [`Calendar`] turns them into tables once, so that a lookup is a few array reads.

mod billing_dates;
mod calendar;
mod check;
mod clock;
mod day;
mod hours;
mod lookup;
mod minutes;
mod month;
mod prices;
mod segments;
mod stretches;
mod walk;

pub use calendar::Calendar;
pub use check::check;
pub(crate) use check::demand_rates;
pub use clock::{Clock, LocalMoment};
pub use day::DayKind;
pub use hours::charge_spans;
pub(crate) use hours::push as push_span;
pub use lookup::Rate;
pub use month::{BillingMonth, MonthPart};
pub use segments::Segment;
pub use stretches::Stretch;

#[cfg(test)]
pub(crate) mod tests;
