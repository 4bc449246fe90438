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
mod leaks;
mod life_cycle;
mod loads;
mod partitions;
mod privileges;
mod queue;
mod signatures;
mod slt;
mod stable;
mod sync;
mod tables_sql;
mod upgrade;
mod warehouse;
mod worker;
