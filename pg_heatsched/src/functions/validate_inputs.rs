use crate::answer::Answer;
use udfs::functions::{FINDINGS, validate_inputs};

sql_function!(validate_inputs, |call| {
    let Some(schedule_id) = call.text(0) else { return Answer::none(&FINDINGS) };
    Ok(Answer::Rows(&FINDINGS, validate_inputs(&call.source()?, &schedule_id)?))
});
