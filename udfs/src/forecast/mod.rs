//! What the coming days of a site cost: the current plans, and first in, first out where there is no plan yet.

mod day;
mod days;
mod expected;
mod of_site;

pub use day::{Basis, ForecastDay};
pub use days::{Day, Period, days};
pub use of_site::forecast;
