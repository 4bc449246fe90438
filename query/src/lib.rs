//! The `heatsched` command, as a library.

pub mod cli;
pub mod output;
pub mod plot;
pub mod shell;
pub mod warehouse;
