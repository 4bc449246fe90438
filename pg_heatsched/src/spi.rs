//! Queries to the database that the extension lives in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::CString;

use pgrx::datum::IntoDatum;
use pgrx::pg_sys;
use udfs::error::{Code, Issue, Issues, Place};
use udfs::row::Cell;
use udfs::tables::Kind;

use crate::datum;

#[derive(Debug)]
pub enum Parameter<'a> {
    Text(&'a str),
    /// One value a row.
    Texts(Vec<Option<String>>),
}

thread_local! {
    /// Prepared statements, for the life of the session.
    static PLANS: RefCell<HashMap<String, pg_sys::SPIPlanPtr>> = RefCell::default();
}

/// Runs a statement, whose names are all qualified, under a search path of its own. `read_only` sees what the calling
/// statement sees; otherwise what is committed, or done by this transaction, by now.
pub fn run(sql: &str, parameters: &[Parameter<'_>], kinds: &[Kind], read_only: bool) -> Result<Vec<Vec<Cell>>, Issues> {
    // SAFETY: as the documentation of SPI has it; errors of Postgres unwind, and the transaction's end closes SPI
    unsafe {
        connected(pg_sys::SPI_connect())?;
        let level = pg_sys::NewGUCNestLevel();
        pin_search_path();
        let rows = execute(sql, parameters, kinds, read_only);
        pg_sys::AtEOXact_GUC(false, level);
        pg_sys::SPI_finish();
        rows
    }
}

/// Until the nest level ends; operators are looked up by it.
unsafe fn pin_search_path() {
    // SAFETY: a setting of the session, and a value for it
    unsafe {
        pg_sys::set_config_option(
            c"search_path".as_ptr(),
            c"pg_catalog, pg_temp".as_ptr(),
            pg_sys::GucContext::PGC_USERSET,
            pg_sys::GucSource::PGC_S_SESSION,
            pg_sys::GucAction::GUC_ACTION_SAVE,
            true,
            0,
            false,
        );
    }
}

fn connected(code: i32) -> Result<(), Issues> {
    if code == pg_sys::SPI_OK_CONNECT as i32 { Ok(()) } else { Err(fault(code)) }
}

fn fault(code: i32) -> Issues {
    let message = format!("the server programming interface answers {code}");
    Issue::error(Code::Internal, Place::default(), message, "report it").into()
}

unsafe fn execute(
    sql: &str,
    parameters: &[Parameter<'_>],
    kinds: &[Kind],
    read_only: bool,
) -> Result<Vec<Vec<Cell>>, Issues> {
    // SAFETY: between SPI_connect and SPI_finish
    unsafe {
        let plan = plan(sql, parameters)?;
        let mut values: Vec<pg_sys::Datum> = parameters.iter().map(value).collect::<Option<_>>().unwrap_or_default();
        let code = pg_sys::SPI_execute_plan(plan, values.as_mut_ptr(), std::ptr::null(), read_only, 0);
        if code < 0 {
            return Err(fault(code));
        }
        if kinds.is_empty() || pg_sys::SPI_tuptable.is_null() {
            return Ok(Vec::new());
        }
        read(&*pg_sys::SPI_tuptable, kinds)
    }
}

fn value(parameter: &Parameter<'_>) -> Option<pg_sys::Datum> {
    match parameter {
        Parameter::Text(text) => (*text).into_datum(),
        Parameter::Texts(texts) => texts.clone().into_datum(),
    }
}

unsafe fn plan(sql: &str, parameters: &[Parameter<'_>]) -> Result<pg_sys::SPIPlanPtr, Issues> {
    if let Some(plan) = PLANS.with_borrow(|plans| plans.get(sql).copied()) {
        return Ok(plan);
    }
    let mut types: Vec<pg_sys::Oid> = parameters
        .iter()
        .map(|parameter| match parameter {
            Parameter::Text(_) => pg_sys::TEXTOID,
            Parameter::Texts(_) => pg_sys::TEXTARRAYOID,
        })
        .collect();
    let text = CString::new(sql).map_err(|_| fault(0))?;
    // SAFETY: between SPI_connect and SPI_finish
    let plan = unsafe { pg_sys::SPI_prepare(text.as_ptr(), types.len() as i32, types.as_mut_ptr()) };
    // SAFETY: the plan is that of SPI_prepare
    if plan.is_null() || unsafe { pg_sys::SPI_keepplan(plan) } != 0 {
        return Err(fault(-1));
    }
    PLANS.with_borrow_mut(|plans| plans.insert(sql.to_string(), plan));
    Ok(plan)
}

unsafe fn read(table: &pg_sys::SPITupleTable, kinds: &[Kind]) -> Result<Vec<Vec<Cell>>, Issues> {
    let mut rows = Vec::with_capacity(table.numvals as usize);
    for index in 0..table.numvals as usize {
        let mut row = Vec::with_capacity(kinds.len());
        for (column, kind) in kinds.iter().enumerate() {
            let mut null = false;
            // SAFETY: the query has as many columns as kinds, of their types
            let cell = unsafe {
                let tuple = *table.vals.add(index);
                let value = pg_sys::SPI_getbinval(tuple, table.tupdesc, column as i32 + 1, &mut null);
                datum::to_cell((!null).then_some(value), *kind)
            };
            row.push(cell.map_err(|issue| at(issue, index, column))?);
        }
        rows.push(row);
    }
    Ok(rows)
}

fn at(issue: Issue, row: usize, column: usize) -> Issues {
    Issue { place: Place::new("result").row(row).column((column + 1).to_string()), ..issue }.into()
}
