use crate::answer::Answer;
use crate::solver;
use udfs::functions::{PLANNED, simulate_schedule};

sql_function!(simulate_schedule, |call| {
    let Some(schedule_id) = call.text(0) else { return Answer::none(&PLANNED) };
    let options = call.options(1)?;
    Ok(Answer::Rows(&PLANNED, simulate_schedule(&call.source()?, &schedule_id, &options, solver::solve)?))
});
