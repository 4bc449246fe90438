//! The `heatsched` command, as a library.

pub mod warehouse;
