use std::sync::Arc;

use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_cli::catalog::DynamicObjectStoreCatalog;
use udfs::Issues;

use super::failure::query_failure;
use crate::warehouse::Warehouse;

/// A session over a warehouse: its tables, the functions and views of heatsched, and files by their name or URL.
pub async fn open(warehouse: &Warehouse) -> Result<SessionContext, Issues> {
    let failed = |e| query_failure(&e);
    let config = SessionConfig::new().with_information_schema(true);
    let context = SessionContext::new_with_config(config).enable_url_table();
    context.refresh_catalogs().await.map_err(failed)?;
    let catalogs = context.state().catalog_list().clone();
    context.register_catalog_list(Arc::new(DynamicObjectStoreCatalog::new(catalogs, context.state_weak_ref())));
    warehouse.register(&context).await?;
    Ok(context)
}
