use crate::answer::Answer;
use udfs::functions::{Form, schedule_report};

sql_function!(schedule_report_pdf, |call| {
    let (Some(run_id), Some(paper)) = (call.text(0), call.text(1)) else { return Ok(Answer::Value(None)) };
    Ok(Answer::bytes(schedule_report(&call.source()?, &run_id, Form::pdf(Some(&paper))?)?))
});
