//! What a client of PostgreSQL asks a server about itself.

mod functions;
mod settings;
mod wording;

use datafusion::common::Result;
use datafusion::prelude::SessionContext;
use datafusion_postgres::datafusion_pg_catalog::pg_catalog::context::EmptyContextProvider;
use datafusion_postgres::datafusion_pg_catalog::pg_catalog::setup_pg_catalog;

use super::sessions::SCHEMA;

pub use functions::{as_user, in_zone};
pub use settings::setting;
pub use wording::plannable;

/// The PostgreSQL whose catalog is imitated.
pub const POSTGRES: &str = "16.6";

/// `pg_catalog`, and the functions that say what the server is.
pub fn register(context: &SessionContext) -> Result<()> {
    setup_pg_catalog(context, SCHEMA, EmptyContextProvider).map_err(|e| *e)?;
    functions::register(context);
    Ok(())
}
