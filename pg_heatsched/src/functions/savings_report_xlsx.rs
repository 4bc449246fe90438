use crate::answer::Answer;
use udfs::functions::{Form, Ids, savings_report};

sql_function!(savings_report_xlsx, |call| {
    let (Some(site_id), Some(first_month), Some(last_month)) = (call.text(0), call.text(1), call.text(2)) else {
        return Ok(Answer::Value(None));
    };
    Ok(Answer::bytes(savings_report(
        &call.source()?,
        &Ids::new(vec![site_id]),
        [&first_month, &last_month],
        Form::Xlsx,
    )?))
});
