use datafusion::common::Result;
use datafusion::prelude::SessionContext;

use super::{Engine, forecast};

/// The views over stored runs, written once for every engine.
pub const VIEWS: [(&str, &str); 8] = [
    ("cost_by_period", include_str!("../../../sql/views/cost_by_period.sql")),
    ("cost_by_equipment", include_str!("../../../sql/views/cost_by_equipment.sql")),
    ("savings", include_str!("../../../sql/views/savings.sql")),
    ("equipment_utilization", include_str!("../../../sql/views/equipment_utilization.sql")),
    ("current_runs", include_str!("../../../sql/views/current_runs.sql")),
    ("savings_summary", include_str!("../../../sql/views/savings_summary.sql")),
    ("schedule_current", include_str!("../../../sql/views/schedule_current.sql")),
    ("peak_attribution", include_str!("../../../sql/views/peak_attribution.sql")),
];

/// Creates the views in a session that has the tables.
pub async fn create_views(context: &SessionContext, engine: &Engine) -> Result<()> {
    context.register_table("forecast", forecast::provider(engine.clone()))?;
    for (_, sql) in VIEWS {
        context.sql(sql).await?.collect().await?;
    }
    Ok(())
}
