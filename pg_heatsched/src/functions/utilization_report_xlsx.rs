use crate::answer::Answer;
use udfs::functions::{Form, utilization_report};

sql_function!(utilization_report_xlsx, |call| {
    let (Some(site_id), Some(first_month), Some(last_month)) = (call.text(0), call.text(1), call.text(2)) else {
        return Ok(Answer::Value(None));
    };
    Ok(Answer::bytes(utilization_report(&call.source()?, &site_id, [&first_month, &last_month], Form::Xlsx)?))
});
