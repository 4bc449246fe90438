use std::sync::Arc;

use datafusion::common::Result;
use datafusion::prelude::SessionContext;

use super::support::{Cancelled, Engine, LazyRows};
use udfs::tables::ALL;

/// Makes the tenant's tables of any store known to a session; a warehouse has faster ways of its own.
pub fn register_tables(context: &SessionContext, engine: &Engine) -> Result<()> {
    for table in ALL.iter().copied() {
        let engine = engine.clone();
        let rows = move |_: Cancelled<'_>| engine.rows(table, &[]);
        context.register_table(table.name, LazyRows::provider(table.name.to_string(), table, vec![Arc::new(rows)]))?;
    }
    Ok(())
}
