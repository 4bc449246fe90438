//! One binary for all of this crate's integration tests, because each links all of DataFusion.

mod warehouse;
