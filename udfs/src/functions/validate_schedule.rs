use super::{Source, row, text};
use crate::check;
use crate::error::Issues;
use crate::model::{ScheduleKind, Violation};
use crate::row::Row;
use crate::stored;

pub fn validate_schedule(source: &Source<'_>, run_id: &str) -> Result<Vec<Row>, Issues> {
    let store = source.store;
    let problem = stored::run_problem(store, source.tenant, run_id)?;
    let schedule = stored::run_schedule(store, source.tenant, run_id, ScheduleKind::Optimized.as_str(), &problem)?;
    let finding = |violation: Violation| {
        row([
            ("code", text(violation.code.as_str())),
            ("severity", text("error")),
            ("subject", text(violation.subject)),
            ("message", text(violation.message)),
            ("fix", text(violation.fix)),
        ])
    };
    Ok(check::validate(&problem, &schedule).into_iter().map(finding).collect())
}
