use std::collections::BTreeMap;

use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use super::fields::{find, text_of};
use super::optimize::STORED_AT;
use super::{run_changes, run_problem, run_schedule};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Problem, Status};
use crate::plan::{self, Recorded};
use crate::provenance::{input_hash, run_id};
use crate::row::{Cell, FromCell, Row};
use crate::store::{Change, Store};
use crate::tables::{OPTIMIZATION_RUNS, Table};

/// Recomputes a stored run from its problem, its assignments and its equipment runs, and says which stored cells differ.
/// No issue: every figure, hash and row is as it was written.
pub fn verify_run(store: &dyn Store, tenant: &str, run: &str) -> Result<Issues, Issues> {
    let row = find(store, tenant, &OPTIMIZATION_RUNS, "run_id", run)?;
    let mut broken = Issues::default();
    let schedule_id = text_of(&row, "schedule_id").unwrap_or_default();
    let problem = match run_problem(store, tenant, run) {
        Ok(problem) => problem,
        Err(issues) => return Ok(issues),
    };
    let hash = input_hash(&problem);
    let cut_short = (row.get("reproducible") == Some(&Cell::Bool(false))).then(|| text_of(&row, "provenance_hash"));
    if run_id(&schedule_id, &hash, cut_short.flatten().as_deref()) != run {
        let place = Place::new(OPTIMIZATION_RUNS.name).key(run).column("problem");
        let message = format!("the stored problem hashes to {hash}, which is not the run's input");
        broken.push(Issue::error(Code::HashMismatch, place, message, "restore the row, or solve the schedule again"));
        return Ok(broken);
    }
    match restored(store, tenant, run, &schedule_id, &problem, &row) {
        Ok(changes) => changes.iter().try_for_each(|change| compare(store, tenant, run, change, &mut broken))?,
        Err(issues) => broken.extend(issues),
    }
    Ok(broken)
}

fn restored(
    store: &dyn Store,
    tenant: &str,
    run: &str,
    schedule_id: &str,
    problem: &Problem,
    row: &Row,
) -> Result<Vec<Change>, Issues> {
    let schedule = |kind| run_schedule(store, tenant, run, kind, problem);
    let plan = plan::restore(problem, &schedule("baseline")?, &schedule("optimized")?, recorded(row))?;
    Ok(run_changes(tenant, schedule_id, problem, &plan))
}

fn recorded(row: &Row) -> Recorded {
    let decimal = |name| row.get(name).and_then(|cell| Decimal::from_cell(cell).ok());
    let status = text_of(row, "status").unwrap_or_default();
    Recorded {
        status: Status::ALL.into_iter().find(|known| known.as_str() == status).unwrap_or(Status::Feasible),
        solver: text_of(row, "solver").unwrap_or_default(),
        lower_bound: decimal("lower_bound"),
        solve_seconds: decimal("solve_seconds").unwrap_or_default(),
        work_units: row.get("work_units").and_then(|cell| u64::from_cell(cell).ok()).unwrap_or_default(),
        reproducible: row.get("reproducible") == Some(&Cell::Bool(true)),
    }
}

fn compare(store: &dyn Store, tenant: &str, run: &str, change: &Change, broken: &mut Issues) -> Result<(), Issues> {
    let table = change.table;
    let stored = store.read(table, &[("tenant_id", tenant), ("run_id", run)])?;
    let key = |row: &Row| -> Vec<String> {
        table.key.iter().map(|k| row.get(k).map(Cell::describe).unwrap_or_default()).collect()
    };
    let mut found: BTreeMap<_, _> = stored.iter().map(|row| (key(row), row)).collect();
    let mut error = |key: &[String], column: &str, message: String| {
        let place = Place::new(table.name).key(key[1..].join(" ").replace('"', "")).column(column);
        broken.push(Issue::error(Code::HashMismatch, place, message, "restore the row, or solve the schedule again"));
    };
    for expected in &change.rows {
        let key = key(expected);
        let Some(found) = found.remove(&key) else {
            error(&key, "", "the row is missing".to_string());
            continue;
        };
        for column in table.columns.iter().filter(|column| column.name != STORED_AT) {
            let (was, is) = (cell(table, expected, column.name), cell(table, found, column.name));
            if was != is {
                error(&key, column.name, format!("{} is stored, {} is right", is.describe(), was.describe()));
            }
        }
    }
    for key in found.keys() {
        error(key, "", "the row does not belong to the run".to_string());
    }
    Ok(())
}

/// A cell as its column keeps it.
fn cell(table: &Table, row: &Row, name: &str) -> Cell {
    let scale = table.column(name).and_then(|column| column.kind.scale());
    match (row.get(name), scale) {
        (Some(Cell::Number(number)), Some(scale)) => {
            Cell::Number(number.round_dp_with_strategy(scale, MidpointAwayFromZero).normalize())
        }
        (Some(Cell::Number(number)), None) => Cell::Number(number.normalize()),
        (cell, _) => cell.cloned().unwrap_or(Cell::Null),
    }
}
