//! The extension in a real Postgres: `.ci/postgres` starts one and names its socket's folder in HEATSCHED_POSTGRES.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod background_worker;
mod cancel;
mod cluster;
mod database;
mod demo_month;
mod dump;
mod examples;
mod files;
mod fixture;
mod kill;
#[path = "../../../connectors/tests/it/kills.rs"]
mod kills;
mod leaks;
mod life_cycle;
mod loads;
mod partitions;
#[allow(dead_code, reason = "shared with the tests of the connectors")]
#[path = "../../../connectors/tests/it/peer.rs"]
mod peer;
mod privileges;
mod queue;
#[allow(dead_code, reason = "shared with the tests of the command")]
#[path = "../../../connectors/tests/it/sap_server.rs"]
mod sap_server;
mod signatures;
mod slt;
mod stable;
mod sync;
mod tables_sql;
mod upgrade;
mod warehouse;
mod worker;
