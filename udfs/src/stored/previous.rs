use super::fields::{find, list, named};
use crate::document;
use crate::error::{Issues, Place};
use crate::model::PreviousAssignment;
use crate::row::{Cell, Row, RowReader};
use crate::store::Store;
use crate::tables::{OPTIMIZATION_RUNS, SCHEDULE_ASSIGNMENTS};

/// The optimised schedule of a stored run, as a problem document has it.
pub fn previous_schedule(store: &dyn Store, tenant: &str, run_id: &str) -> Result<Vec<PreviousAssignment>, Issues> {
    find(store, tenant, &OPTIMIZATION_RUNS, "run_id", run_id)?;
    let of_run = [("tenant_id", tenant), ("run_id", run_id), ("schedule_kind", "optimized")];
    let rows: Vec<Row> = store.read(&SCHEDULE_ASSIGNMENTS, &of_run)?.iter().map(previous_row).collect();
    let document = named(vec![("previous_schedule", list(rows))]);
    let mut issues = Issues::default();
    let mut reader = RowReader::new(&document, Place::new(SCHEDULE_ASSIGNMENTS.name), &mut issues);
    let mut previous = Vec::new();
    reader.rows("previous_schedule", |r| previous.push(document::previous::read(r)));
    reader.finish();
    previous.sort();
    issues.into_result(previous).map(|(previous, _)| previous)
}

fn previous_row(assignment: &Row) -> Row {
    let cell = |name: &str| assignment.get(name).cloned().unwrap_or(Cell::Null);
    named(vec![("job_id", cell("job_id")), ("equipment_id", cell("equipment_id")), ("start", cell("scheduled_start"))])
}
