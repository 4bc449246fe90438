//! heatsched in Postgres: carries rows between the database and the engine. No rules of its own.
//!
//! The SQL that makes the extension is in `sql/`, kept by hand but for what the tables and the documentation generate;
//! each C function that it names is in `functions/`.

#![allow(unsafe_code, reason = "Postgres is called through its C interface")]

mod answer;
mod call;
mod datum;
mod error;
mod files;
mod functions;
mod settings;
mod solver;
mod spi;
mod store;
mod tariffs;
mod tenant;
mod worker;

pgrx::pg_module_magic!();

#[pgrx::pg_guard]
pub extern "C-unwind" fn _PG_init() {
    settings::define();
    worker::register();
    tariffs::watch();
}
