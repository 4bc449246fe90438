use super::{Source, planned_rows};
use crate::error::Issues;
use crate::plan;
use crate::row::Row;
use crate::stored::{self, Overrides};

pub fn baseline_schedule(source: &Source<'_>, schedule_id: &str) -> Result<Vec<Row>, Issues> {
    let (problem, _) = stored::problem(source.store, source.tenant, schedule_id, &Overrides::default())?;
    let result = plan::baseline(&problem)?;
    Ok(planned_rows(source, schedule_id, &problem, &result))
}
