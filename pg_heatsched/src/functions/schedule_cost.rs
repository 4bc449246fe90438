use crate::answer::Answer;
use udfs::functions::{SCHEDULE_COST, schedule_cost};

sql_function!(schedule_cost, |call| {
    let Some(run_id) = call.text(0) else { return Answer::none(&SCHEDULE_COST) };
    Ok(Answer::Rows(&SCHEDULE_COST, schedule_cost(&call.source()?, &run_id)?))
});
