//! One binary for all of this crate's integration tests, because each links all of DataFusion.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod cli;
mod comments_sql;
#[allow(dead_code, reason = "shared with the tests of the connectors")]
#[path = "../../../connectors/src/http/fault_server.rs"]
mod fault_server;
#[path = "../../../connectors/tests/it/kills.rs"]
mod kills;
#[allow(dead_code, reason = "shared with the tests of the connectors")]
#[path = "../../../connectors/tests/it/peer.rs"]
mod peer;
#[path = "../../../connectors/tests/it/sap_server.rs"]
mod sap_server;
mod serve;
mod slt;
mod warehouse;
