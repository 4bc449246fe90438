//! One binary for all of this crate's integration tests, because each links all of DataFusion.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod cli;
mod comments_sql;
#[allow(dead_code, reason = "shared with the tests of the connectors")]
#[path = "../../../connectors/tests/it/peer.rs"]
mod peer;
mod serve;
mod slt;
mod warehouse;
