use super::{Source, planned_rows};
use crate::error::Issues;
use crate::model::Problem;
use crate::plan::Plan;
use crate::row::Row;
use crate::stored::{self, Overrides};

/// Plans by `solve` with changes; nothing is stored.
pub fn simulate_schedule(
    source: &Source<'_>,
    schedule_id: &str,
    options: &Overrides,
    solve: impl FnOnce(&Problem) -> Result<Plan, Issues>,
) -> Result<Vec<Row>, Issues> {
    let (problem, plan) = stored::simulate_with(source.store, source.tenant, schedule_id, options, solve)?;
    Ok(planned_rows(source, schedule_id, &problem, &plan.optimized))
}
