//! Control systems of plants and buildings: what equipment says of itself, and when it is down.
//!
//! A job names signals for each piece of equipment; a protocol reads them. What they say becomes a row of
//! `equipment_status`, and where equipment is down a stretch of `equipment_availability` without an end, which ends when
//! it is up again.

#![cfg_attr(
    not(all(feature = "bacnet", feature = "modbus", feature = "opcua")),
    allow(dead_code, reason = "a protocol that is left out may be the one that needs it")
)]

#[cfg(feature = "bacnet")]
pub mod bacnet;
#[cfg(feature = "modbus")]
pub mod modbus;
#[cfg(feature = "opcua")]
pub mod opcua;

mod equipment;
mod outage;
mod plant;
mod runtime;
mod sample;
mod signal;
mod state;
mod status;
#[cfg(test)]
mod tests;

use equipment::{Equipment, Role};
use plant::Plant;
use sample::{Quality, Sample, Value};
use signal::Signal;
use state::State;
