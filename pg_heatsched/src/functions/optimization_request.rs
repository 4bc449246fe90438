use crate::answer::Answer;
use udfs::functions::check_options;
use udfs::solver::request;
use udfs::stored::{Prepared, prepare};

// The line that asks a solver for a schedule's plan, or {"run_id": ...} where it has been solved.
sql_function!(optimization_request, |call| {
    let options = call.options(1)?;
    check_options(&options)?;
    let Some(schedule_id) = call.text(0) else { return Ok(Answer::Value(None)) };
    let source = call.source()?;
    Ok(Answer::text(Some(match prepare(source.store, source.tenant, &schedule_id, &options)? {
        Prepared::Known(run_id) => format!("{{\"run_id\": \"{run_id}\"}}"),
        Prepared::New(problem) => request(&problem),
    })))
});
