use crate::answer::Answer;
use crate::solver;
use udfs::functions::{PLANNED, check_options, optimize_schedule};

sql_function!(optimize_schedule, |call| {
    let options = call.options(1)?;
    check_options(&options)?;
    let Some(ids) = call.ids(0) else { return Answer::none(&PLANNED) };
    let source = call.writing()?;
    let mut rows = Vec::new();
    for schedule_id in ids.resolve(&source)? {
        rows.extend(optimize_schedule(&source, &schedule_id, &options, call.now()?, solver::solve)?);
    }
    Ok(Answer::Rows(&PLANNED, rows))
});
