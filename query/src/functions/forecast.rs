use std::sync::Arc;

use datafusion::catalog::TableProvider;

use super::support::{AtStart, Cancelled, Engine, Work};
use udfs::functions::{FORECAST, forecast};

/// The view `forecast`: what the coming 30 days cost at each site. A table function of each site's id is more than this
/// dialect has.
pub fn provider(engine: Engine) -> Arc<dyn TableProvider> {
    let work = move |start| -> Vec<Work> {
        let engine = engine.clone();
        vec![Arc::new(move |_: Cancelled<'_>| forecast(&engine.source(), start))]
    };
    AtStart::provider(FORECAST.name.to_string(), &FORECAST, work)
}
