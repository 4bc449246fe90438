//! The views over stored runs, worked out once for each state of the tables they read: however many clients refresh them,
//! and however often.

mod budget;
mod kept;
mod keys;

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::prelude::SessionContext;

use super::marks::Marks;
use crate::functions::VIEWS;

pub use budget::Budget;
pub use keys::{FORECAST, key};

use kept::KeptView;

/// Makes the views of `inner` known to `outer`. The forecast depends on the time and is never kept.
pub async fn register(
    marks: &Arc<Marks>,
    tenant: &str,
    budget: &Arc<Budget>,
    inner: &SessionContext,
    outer: &SessionContext,
) -> Result<()> {
    outer.register_table(FORECAST, inner.table_provider(FORECAST).await?)?;
    for (name, _) in VIEWS {
        let view = inner.table_provider(name).await?;
        let kept = KeptView::new(name, view, inner.clone(), Arc::clone(marks), tenant, Arc::clone(budget));
        outer.register_table(name, Arc::new(kept))?;
    }
    Ok(())
}
