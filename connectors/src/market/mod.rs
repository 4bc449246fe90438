//! Prices of markets and utilities, for `energy_prices`. A folder a feed: it says what to ask for a stretch of time and
//! how to read the answer; when, how often and into which rows is the same for all.

pub mod awattar;
pub mod caiso;
pub mod energy_charts;
pub mod entsoe;
pub mod octopus;

mod feed;
mod pages;
mod prices;
mod quote;
mod reconcile;
mod settings;
mod time;
mod unit;

#[cfg(test)]
pub(crate) mod harness;
#[cfg(test)]
mod tests;

pub use feed::{Feed, Found, Reading};
pub use prices::Prices;
pub use quote::Quote;
pub use settings::Common;
pub use unit::Unit;
