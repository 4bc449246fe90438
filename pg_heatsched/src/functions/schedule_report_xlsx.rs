use crate::answer::Answer;
use udfs::functions::{Form, schedule_report};

sql_function!(schedule_report_xlsx, |call| {
    let Some(run_id) = call.text(0) else { return Ok(Answer::Value(None)) };
    Ok(Answer::bytes(schedule_report(&call.source()?, &run_id, Form::Xlsx)?))
});
