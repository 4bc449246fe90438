//! The heatsched engine: from a plant's orders, tariffs and equipment to the cheapest schedule, to the cent.
//!
//! Everything here is a plain function from tables to tables. Nothing reads a clock, draws a random seed or opens a
//! socket: time, seed and environment come in as arguments, so that the same input gives the same output and hash.

pub mod baseline;
pub mod billing;
pub mod check;
pub mod conflict;
pub mod document;
pub mod error;
pub mod explain;
pub mod forecast;
pub mod functions;
pub mod inputs;
pub mod model;
pub mod operation;
pub mod optimize;
pub mod plan;
pub mod provenance;
#[cfg(feature = "report")]
pub mod report;
pub mod row;
pub mod sample;
pub mod solver;
pub mod store;
pub mod stored;
pub mod tables;
pub mod tariff;
pub mod tariff_document;
pub mod urdb;

pub use error::{Code, Issue, Issues, Severity};
