//! The extension in a real Postgres: `.ci/postgres` starts one and names its socket's folder in HEATSCHED_POSTGRES.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cancel;
mod database;
mod dump;
mod examples;
mod fixture;
mod leaks;
mod life_cycle;
mod privileges;
mod queue;
mod slt;
mod tables_sql;
mod worker;
