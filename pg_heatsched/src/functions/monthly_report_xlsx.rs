use crate::answer::Answer;
use udfs::functions::{Form, monthly_report};

sql_function!(monthly_report_xlsx, |call| {
    let (Some(site_id), Some(month)) = (call.text(0), call.text(1)) else { return Ok(Answer::Value(None)) };
    Ok(Answer::bytes(monthly_report(&call.source()?, &site_id, &month, Form::Xlsx)?))
});
