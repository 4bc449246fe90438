use super::{Source, row, text_of};
use crate::error::Issues;
use crate::row::{Cell, Row};
use crate::store::Change;
use crate::stored::{self, Versions};
use crate::tables::Kind::Bool;
use crate::tables::{OPTIMIZATION_RUNS, PRODUCTION_JOBS, SCHEDULE_VERSIONS, SCHEDULES, Table, parts_of, required};

pub static DELETED: Table = Table {
    name: "deleted",
    comment: "Whether a schedule is gone",
    columns: &[required("delete_schedule", Bool, "", "True")],
    key: &[],
    partition: &[],
};

/// Deletes a schedule that is not published, with its jobs and runs. Databases that lock rows have a function of their own.
pub fn delete_schedule(source: &Source<'_>, schedule_id: &str) -> Result<Vec<Row>, Issues> {
    let schedule = source.row(&SCHEDULES, "schedule_id", schedule_id)?;
    if Versions::read(source.store, source.tenant)?.published_run(schedule_id).is_some() {
        return Err(stored::refusal(schedule_id));
    }
    let site_id = text_of(&schedule, "site_id");
    let runs = source.rows(&OPTIMIZATION_RUNS, &[("site_id", &site_id), ("schedule_id", schedule_id)])?;
    let gone = |table: &'static Table, column: &'static str, value: &str| Change {
        table,
        rows: Vec::new(),
        replaces: vec![("tenant_id", source.tenant.to_string()), (column, value.to_string())],
    };
    let mut changes = Vec::new();
    for run in &runs {
        changes.extend(parts_of(&OPTIMIZATION_RUNS).map(|table| gone(table, "run_id", &text_of(run, "run_id"))));
    }
    let own = [&OPTIMIZATION_RUNS, &PRODUCTION_JOBS, &SCHEDULE_VERSIONS, &SCHEDULES];
    changes.extend(own.map(|table| gone(table, "schedule_id", schedule_id)));
    source.store.write(&changes)?;
    Ok(vec![row([("delete_schedule", Cell::Bool(true))])])
}
