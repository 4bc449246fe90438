use crate::answer::Answer;
use crate::call::Call;
use crate::spi::{self, Parameter};
use udfs::error::{Code, Issue, Issues, Place};
use udfs::functions::{PLANNED, stored_rows};
use udfs::row::Cell;
use udfs::tables::Kind;

sql_function!(optimization_result, |call| {
    let Some(request_id) = call.text(0) else { return Answer::none(&PLANNED) };
    let run_id = run_of(call, &request_id)?;
    Ok(Answer::Rows(&PLANNED, stored_rows(&call.source()?, &run_id)?))
});

fn run_of(call: &Call, request_id: &str) -> Result<String, Issues> {
    let sql = "SELECT status, run_id FROM heatsched.optimization_requests WHERE tenant_id = $1 AND request_id = $2";
    let tenant = call.source()?.tenant;
    let parameters = [Parameter::Text(tenant), Parameter::Text(request_id)];
    let place = Place::new("optimization_requests").key(request_id);
    match spi::run(sql, &parameters, &[Kind::Text, Kind::Text], true)?.into_iter().next().as_deref() {
        Some([_, Cell::Text(run_id)]) => Ok(run_id.clone()),
        Some([Cell::Text(status), _]) => {
            let fix = "optimization_status says how far it is, and why it failed";
            Err(Issue::error(Code::NotSolvedYet, place, format!("the request is {status}"), fix).into())
        }
        _ => {
            let message = "there is no such request";
            Err(Issue::error(Code::UnknownReference, place, message, "optimization_status() lists them").into())
        }
    }
}
