//! The extension in a real Postgres: `.ci/postgres` starts one and names its socket's folder in HEATSCHED_POSTGRES.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod database;
mod fixture;
mod slt;
mod tables_sql;
