//! What both directions ask of the database.

use postgres::Transaction;
use udfs::error::Place;
use udfs::tables::Table;
use udfs::{Code, Issue, Issues};

use crate::queue::Failure;

/// What the database refuses, as an issue of the table.
pub fn refused(table: &Table) -> impl Fn(postgres::Error) -> Issue {
    let name = table.name;
    move |error| {
        let issue = Failure::from(error).into_issue();
        Issue { place: Place::new("database").key(name), ..issue }
    }
}

pub fn failed(error: postgres::Error) -> Issue {
    Failure::from(error).into_issue()
}

pub fn internal(error: impl std::fmt::Display) -> Issue {
    Issue::error(Code::Internal, Place::new("sync"), error.to_string(), "report this with what was being done")
}

/// Pins names to the catalog, and shows the transaction the rows of one tenant: the role's own policies hold besides.
pub fn enter(transaction: &mut Transaction<'_>, tenant: &str) -> Result<(), Issues> {
    transaction.batch_execute("SET LOCAL search_path = pg_catalog, pg_temp").map_err(failed)?;
    let has_extension = "SELECT pg_catalog.to_regclass('heatsched.connector_state') IS NOT NULL";
    if !transaction.query_one(has_extension, &[]).map_err(failed)?.get::<_, bool>(0) {
        let message = "there is no schema heatsched in this database";
        let fix = "run CREATE EXTENSION pg_heatsched there";
        return Err(Issue::error(Code::UnexpectedAnswer, Place::new("database"), message, fix).into());
    }
    transaction.execute("SELECT set_config('heatsched.tenant_id', $1, true)", &[&tenant]).map_err(failed)?;
    let member = "SELECT EXISTS (SELECT FROM heatsched.my_tenants() AS mine WHERE mine = $1)";
    if transaction.query_one(member, &[&tenant]).map_err(failed)?.get::<_, bool>(0) {
        return Ok(());
    }
    let message = format!("the role is no member of a tenant \"{tenant}\"");
    let fix = "name another one with --tenant, or have a row added to heatsched.tenant_members";
    Err(Issue::error(Code::AccessRefused, Place::new("database"), message, fix).into())
}
