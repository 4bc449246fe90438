//! One binary for all of this crate's integration tests, because each links all of DataFusion.

mod cli;
mod slt;
mod warehouse;
