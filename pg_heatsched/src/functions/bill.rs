//! The aggregate `bill`: its state is a series in the aggregate's memory, its answer an array of lines.

use pgrx::pg_sys;
use udfs::error::{Code, Issue, Issues};
use udfs::functions::{BILL_LINES, BillSeries, BillTariffs};
use udfs::model::Decimal;

use crate::answer::{self, Answer};
use crate::call::Call;

sql_function!(bill_add, |call| {
    let state = state(call)?;
    if let (Some(at), Some(kw), Some(tariff_id)) = (call.micros(1)?, call.number(2)?, call.text(3)) {
        // SAFETY: the aggregate's own state, which nothing else holds
        unsafe { (*state).add(at, millionths(call, kw)?, &tariff_id)? };
    }
    Ok(Answer::Value(Some(pg_sys::Datum::from(state))))
});

sql_function!(bill_lines, |call| {
    let Some(state) = call.state::<BillSeries>() else { return Ok(Answer::Value(None)) };
    // SAFETY: a final function may be called again: it works on a copy
    let series = unsafe { (*state).clone() };
    let Some(rows) = series.lines(&call.source()?, &BillTariffs::default())? else { return Ok(Answer::Value(None)) };
    let rows = rows.into_iter().map(|row| answer::values(&BILL_LINES, row)).collect::<Result<Vec<_>, Issues>>()?;
    Ok(Answer::Value(Some(array(call, rows))))
});

/// The aggregate's state, made at its first row.
fn state(call: &Call) -> Result<*mut BillSeries, Issues> {
    if let Some(state) = call.state() {
        return Ok(state);
    }
    let mut context = std::ptr::null_mut();
    // SAFETY: Postgres gives a valid call
    if unsafe { pg_sys::AggCheckCallContext(call.fcinfo, &mut context) } == 0 {
        let message = "it is no aggregate's call".to_string();
        return Err(call.wrong("", Code::InvalidQuery, message, "call the aggregate bill").into());
    }
    Ok(pgrx::PgMemoryContexts::For(context).leak_and_drop_on_delete(BillSeries::default()))
}

fn millionths(call: &Call, kw: Decimal) -> Result<i128, Issue> {
    let mut scaled = kw;
    scaled.rescale(6);
    if scaled == kw && scaled.scale() == 6 {
        return Ok(scaled.mantissa());
    }
    let message = format!("{kw} has more than 6 decimal places");
    Err(call.wrong("kw", Code::OutOfRange, message, "round it to 6 decimal places"))
}

/// An array of the function's own element type.
fn array(call: &Call, rows: Vec<(Vec<pg_sys::Datum>, Vec<bool>)>) -> pg_sys::Datum {
    // SAFETY: bill_lines is declared to return an array of the lines' row type
    unsafe {
        let array = pg_sys::get_func_rettype((*(*call.fcinfo).flinfo).fn_oid);
        let element = pg_sys::get_element_type(array);
        let columns = pg_sys::lookup_rowtype_tupdesc_copy(element, -1);
        let mut lines: Vec<pg_sys::Datum> = rows
            .into_iter()
            .map(|(mut values, mut nulls)| {
                let tuple = pg_sys::heap_form_tuple(columns, values.as_mut_ptr(), nulls.as_mut_ptr());
                pg_sys::heap_copy_tuple_as_datum(tuple, columns)
            })
            .collect();
        let count = lines.len() as i32;
        pg_sys::Datum::from(pg_sys::construct_array(lines.as_mut_ptr(), count, element, -1, false, b'd' as i8))
    }
}
