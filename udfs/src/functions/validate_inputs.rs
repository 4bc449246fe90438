use super::{Source, issue_rows};
use crate::error::Issues;
use crate::inputs;
use crate::row::Row;
use crate::stored::{self, Overrides};
use crate::tables::SCHEDULES;

pub fn validate_inputs(source: &Source<'_>, schedule_id: &str) -> Result<Vec<Row>, Issues> {
    source.row(&SCHEDULES, "schedule_id", schedule_id)?;
    let found = match stored::problem(source.store, source.tenant, schedule_id, &Overrides::default()) {
        Ok((problem, mut found)) => {
            found.extend(inputs::check(&problem));
            found
        }
        Err(found) => found,
    };
    Ok(issue_rows(&found))
}
