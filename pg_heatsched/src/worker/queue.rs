//! The queue, through its SQL functions; each call is a transaction.

use pgrx::bgworkers::BackgroundWorker;
use udfs::Issues;
use udfs::row::Cell;
use udfs::solver::Step;
use udfs::tables::Kind;

use super::NAME;
use crate::error::raise;
use crate::spi::{Parameter, run};

/// A request that this worker is at.
#[derive(Debug)]
pub struct Taken {
    pub request_id: String,
    attempt: String,
    /// A line of the solver's protocol.
    pub request: String,
}

/// None where nothing waits, or where the database does not have the extension yet.
pub fn take() -> Option<Taken> {
    let there = "SELECT extname::text FROM pg_catalog.pg_extension WHERE extname = 'pg_heatsched'";
    if transaction(there, &[], &[Kind::Text]).is_empty() {
        return None;
    }
    let sql = "SELECT request_id, attempt::text, request FROM heatsched.take_optimization($1)";
    let row = transaction(sql, &[NAME], &[Kind::Text; 3]).into_iter().next()?;
    let mut cells = row.into_iter().map(|cell| if let Cell::Text(text) = cell { text } else { String::new() });
    Some(Taken { request_id: cells.next()?, attempt: cells.next()?, request: cells.next()? })
}

/// A sign of life; whether the answer is still wanted.
pub fn report(taken: &Taken, step: Option<Step>) -> bool {
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let of = |value: fn(&Step) -> Option<f64>| number(step.as_ref().and_then(value));
    let sql = "SELECT heatsched.report_optimization($1, $2::integer, nullif($3, '')::float8, nullif($4, '')::float8, \
               nullif($5, '')::float8)";
    let (incumbent, bound, gap) = (of(|step| step.incumbent), of(|step| step.lower_bound), of(|step| step.gap));
    let rows = transaction(sql, &[&taken.request_id, &taken.attempt, &incumbent, &bound, &gap], &[Kind::Bool]);
    rows.first().and_then(|row| row.first()) == Some(&Cell::Bool(true))
}

/// Hands the answer in; what became of the request.
pub fn finish(taken: &Taken, answer: &str) -> String {
    let sql = "SELECT heatsched.finish_optimization($1, $2::integer, $3)";
    let rows = transaction(sql, &[&taken.request_id, &taken.attempt, answer], &[Kind::Text]);
    match rows.into_iter().flatten().next() {
        Some(Cell::Text(status)) => status,
        _ => "deleted".to_string(),
    }
}

/// Leaves the request to another worker, as if it had not been taken.
pub fn release(taken: &Taken) {
    let sql = "SELECT heatsched.release_optimization($1, $2::integer)";
    transaction(sql, &[&taken.request_id, &taken.attempt], &[Kind::Bool]);
}

/// What fails ends the process, and the transaction with it.
fn transaction(sql: &str, parameters: &[&str], kinds: &[Kind]) -> Vec<Vec<Cell>> {
    let answered: Result<_, Issues> = BackgroundWorker::transaction(|| {
        let parameters: Vec<_> = parameters.iter().map(|text| Parameter::Text(text)).collect();
        run(sql, &parameters, kinds, false)
    });
    answered.unwrap_or_else(|issues| raise(&issues))
}
