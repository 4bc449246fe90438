use crate::answer::Answer;
use udfs::functions::{EXPLAINED, explain_schedule};

sql_function!(explain_schedule, |call| {
    let Some(run_id) = call.text(0) else { return Answer::none(&EXPLAINED) };
    Ok(Answer::Rows(&EXPLAINED, explain_schedule(&call.source()?, &run_id)?))
});
