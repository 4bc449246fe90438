//! Rows between the Parquet warehouse and a Postgres database with the extension pg_heatsched, whole tables or what has
//! changed since the last time. Nothing is deleted on either side: a row is added, or replaces the one with its key.
//!
//! The receiving side takes everything in one step, and keeps with it, in `connector_state` under the job `sync`, how far
//! it has read: of a warehouse the commit and a hash of each table's files, of a database the oldest transaction that was
//! still open. So a sync that dies leaves what was there, and the next one begins where the last one ended. What one side
//! changes by itself after a sync stays until the other side's row changes, too; `all` compares every row again.
//!
//! Rows that the other side cannot take are named and left out, and their table is read from the same place next time.
//! A schedule that the database has published stays as it is there, with its jobs and runs: rows that differ are named
//! once (HS1601) and left out.

mod binary;
mod catalog;
mod counts;
mod cursor;
mod database;
mod from_postgres;
mod left_out;
mod staging;
mod store;
mod to_postgres;
mod unfit;

use chrono::{DateTime, Utc};
use postgres::Client;
use udfs::Issues;
use udfs::tables::{ALL, REFERENCES, SCHEDULE_VERSIONS, Table};

pub use counts::{Counts, Report};
pub use store::PostgresStore;

use crate::warehouse::Warehouse;

#[derive(Debug, Clone)]
pub struct Settings {
    pub tenant: String,
    /// In an order in which references point backwards.
    pub tables: Vec<&'static Table>,
    /// Compares all rows, not only those that changed since the last sync.
    pub all: bool,
    pub dry_run: bool,
    pub now: DateTime<Utc>,
}

pub fn to_postgres(warehouse: &Warehouse, client: &mut Client, settings: &Settings) -> Result<Report, Issues> {
    to_postgres::sync(warehouse, client, settings)
}

pub fn from_postgres(client: &mut Client, warehouse: &Warehouse, settings: &Settings) -> Result<Report, Issues> {
    from_postgres::sync(client, warehouse, settings)
}

/// The tables that are copied. What was published where is each place's own: a place keeps what it has published itself.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    ALL.iter().copied().filter(|table| table.name != SCHEDULE_VERSIONS.name)
}

/// Rows of these are part of a run.
fn is_part_of_run(table: &Table) -> bool {
    REFERENCES.iter().any(|reference| reference.from.name == table.name && reference.to.name == "optimization_runs")
}

/// What a place keeps of its own syncs says nothing of another place.
fn is_own_job(table: &Table) -> bool {
    table.column(cursor::JOB_COLUMN).is_some()
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// `p."a" AND q."b"`, `, `-separated lists and the like, one part a name.
fn joined(names: impl IntoIterator<Item = &'static str>, by: &str, part: impl Fn(&str) -> String) -> String {
    names.into_iter().map(|name| part(&quoted(name))).collect::<Vec<_>>().join(by)
}

fn columns(table: &'static Table) -> impl Iterator<Item = &'static str> {
    table.columns.iter().map(|column| column.name)
}

fn key(table: &'static Table) -> impl Iterator<Item = &'static str> {
    table.key.iter().copied()
}

/// The row's key as messages name it: without the tenant, which is the same for all.
fn key_text(table: &'static Table, row: &str) -> String {
    let parts = joined(key(table).filter(|name| *name != "tenant_id"), ", ", |name| format!("{row}.{name}"));
    format!("pg_catalog.concat_ws(', ', {parts})")
}
