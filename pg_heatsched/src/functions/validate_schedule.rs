use crate::answer::Answer;
use udfs::functions::{FINDINGS, validate_schedule};

sql_function!(validate_schedule, |call| {
    let Some(run_id) = call.text(0) else { return Answer::none(&FINDINGS) };
    Ok(Answer::Rows(&FINDINGS, validate_schedule(&call.source()?, &run_id)?))
});
