//! Tariffs of OpenEI's Utility Rate Database (URDB, API versions 7 and 8), read into the model and written back.
//!
//! Every field of the database is in [`fields::FIELDS`]: it is represented in the model, kept as an attribute because no
//! bill depends on it, or refused by name. Numbers are taken as the decimals they are written as. What the model does not
//! need but the document said - unused periods, prices of zero, the limit of a last tier - stays in the tariff's
//! attributes, so that writing gives back every field.

mod attributes;
mod coincident;
mod demand;
mod energy;
pub mod fields;
mod fixed;
mod header;
mod ratchet;
mod read;
mod rest;
mod schedule;
mod source;
mod tiers;
mod write;

#[cfg(test)]
pub(crate) mod tests;

pub use read::{ReadOptions, is_urdb, read};
pub use write::write;
