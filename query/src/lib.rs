//! The `heatsched` command and the engine's SQL functions in DataFusion, as a library.

pub mod cli;
pub mod demo;
pub mod functions;
pub mod output;
pub mod plot;
pub mod queue;
pub mod serve;
pub mod shell;
pub mod sync;
pub mod warehouse;
