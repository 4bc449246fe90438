use crate::answer::Answer;
use udfs::functions::{PLANNED, baseline_schedule};

sql_function!(baseline_schedule, |call| {
    let Some(schedule_id) = call.text(0) else { return Answer::none(&PLANNED) };
    Ok(Answer::Rows(&PLANNED, baseline_schedule(&call.source()?, &schedule_id)?))
});
