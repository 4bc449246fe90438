//! The `heatsched` command, as a library.

pub mod cli;
pub mod demo;
pub mod output;
pub mod plot;
pub mod shell;
pub mod warehouse;
