use std::collections::BTreeSet;

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;

use super::Versions;
use super::fields::text_of;
use crate::document::{decimal_text, instant_text};
use crate::error::{Code, Issue, Issues, Place};
use crate::row::{Cell, Row};
use crate::store::{Change, Store};
use crate::tables::{
    OPTIMIZATION_RUNS, PRODUCTION_JOBS, SCHEDULE_VERSIONS, SCHEDULES, Table, batch_to_rows, parts_of, rows_to_batch,
};

/// Tables of which a published schedule keeps its rows.
const OF_SCHEDULE: [&Table; 4] = [&SCHEDULES, &PRODUCTION_JOBS, &OPTIMIZATION_RUNS, &SCHEDULE_VERSIONS];

/// Refuses changes of a published schedule, its jobs and its plan; for stores that do not watch over them themselves.
pub fn keep_published(store: &dyn Store, changes: &[Change]) -> Result<(), Issues> {
    let kept: Vec<&Change> =
        changes.iter().filter(|change| is_of_schedule(change.table) || is_of_run(change.table)).collect();
    let tenants = kept.iter().flat_map(|change| change.rows.iter().filter_map(|row| text_of(row, "tenant_id")));
    let deleting = kept.iter().filter_map(|change| value_of(&change.replaces, "tenant_id").map(str::to_string));
    let mut tenants: Vec<String> = tenants.chain(deleting).collect();
    tenants.sort();
    tenants.dedup();
    for tenant in tenants {
        let versions = Versions::read(store, &tenant)?;
        for change in &kept {
            keep(store, &tenant, &versions, change)?;
        }
    }
    Ok(())
}

/// As [`keep_published`], of rows to upsert in columns: those of published schedules alone are looked at one by one.
pub fn keep_published_batch(store: &dyn Store, table: &'static Table, batch: &RecordBatch) -> Result<(), Issues> {
    let keep = |batch: &RecordBatch| keep_published(store, &[Change::upsert(table, batch_to_rows(batch)?)]);
    let texts = |name: &str| batch.column_by_name(name).and_then(|array| array.as_string_opt::<i32>());
    match (texts("tenant_id"), texts("schedule_id")) {
        (Some(tenants), Some(schedules)) if is_of_schedule(table) => {
            let mut published = BTreeSet::new();
            for tenant in tenants.iter().flatten().collect::<BTreeSet<_>>() {
                published.extend(Versions::read(store, tenant)?.published());
            }
            let is_kept: BooleanArray =
                schedules.iter().map(|id| Some(id.is_some_and(|id| published.contains(id)))).collect();
            let kept = filter_record_batch(batch, &is_kept)
                .map_err(|e| Issue::error(Code::Internal, Place::new(table.name), e.to_string(), "report this"))?;
            if kept.num_rows() == 0 { Ok(()) } else { keep(&kept) }
        }
        _ if is_of_schedule(table) || is_of_run(table) => keep(batch),
        _ => Ok(()),
    }
}

fn is_of_schedule(table: &Table) -> bool {
    OF_SCHEDULE.iter().any(|known| known.name == table.name)
}

fn is_of_run(table: &Table) -> bool {
    parts_of(&OPTIMIZATION_RUNS).any(|part| part.name == table.name)
}

fn keep(store: &dyn Store, tenant: &str, versions: &Versions, change: &Change) -> Result<(), Issues> {
    let published = |schedule_id: Option<String>, run_id: Option<String>| {
        if is_of_run(change.table) {
            return run_id.and_then(|run_id| versions.published_by(&run_id));
        }
        schedule_id.filter(|schedule_id| versions.published_run(schedule_id).is_some())
    };
    let own = |name: &str| value_of(&change.replaces, name).map(str::to_string);
    if own("tenant_id").as_deref() == Some(tenant)
        && let Some(schedule_id) = published(own("schedule_id"), own("run_id"))
    {
        return Err(refusal(&schedule_id));
    }
    let of_tenant = |row: &&Row| text_of(row, "tenant_id").as_deref() == Some(tenant);
    for row in change.rows.iter().filter(of_tenant) {
        if let Some(schedule_id) = published(text_of(row, "schedule_id"), text_of(row, "run_id"))
            && !is_stored(store, change.table, row)?
        {
            return Err(refusal(&schedule_id));
        }
    }
    Ok(())
}

/// Whether the row is there as it is.
fn is_stored(store: &dyn Store, table: &'static Table, row: &Row) -> Result<bool, Issues> {
    let as_kept = rows_to_batch(table, std::slice::from_ref(row)).and_then(|batch| batch_to_rows(&batch))?;
    let key: Vec<(&str, String)> = table.key.iter().map(|name| (*name, key_text(row, name))).collect();
    let filter: Vec<(&str, &str)> = key.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(store.read(table, &filter)? == as_kept)
}

fn key_text(row: &Row, name: &str) -> String {
    match row.get(name) {
        Some(Cell::Text(text)) => text.clone(),
        Some(Cell::Number(number)) => decimal_text(*number),
        Some(Cell::Time(at)) => instant_text(*at),
        Some(other) => other.describe(),
        None => String::new(),
    }
}

fn value_of<'a>(values: &'a [(&str, String)], name: &str) -> Option<&'a str> {
    values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

/// The error for a change of a published schedule.
pub(crate) fn refusal(schedule_id: &str) -> Issues {
    let place = Place::new(SCHEDULES.name).key(schedule_id);
    let fix = "make a new version of it: in Postgres by revise_schedule, elsewhere as a schedule with another id";
    Issue::error(Code::SchedulePublished, place, "a published schedule does not change", fix).into()
}
