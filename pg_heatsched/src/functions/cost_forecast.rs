use crate::answer::Answer;
use udfs::error::Code;
use udfs::forecast::Period;
use udfs::functions::{COST_FORECAST, cost_forecast};

sql_function!(cost_forecast, |call| {
    let (site_id, period, at) = (call.text(0), call.text(1), call.moment(2, "at")?);
    let (Some(site_id), Some(period), Some(at)) = (site_id, period, at) else { return Answer::none(&COST_FORECAST) };
    let period: Period = period.parse().map_err(|()| {
        let message = format!("the period is not one of {}", Period::NAMES);
        call.wrong("period", Code::OutOfRange, message, &format!("use one of {}", Period::NAMES))
    })?;
    Ok(Answer::Rows(&COST_FORECAST, cost_forecast(&call.source()?, &site_id, period, at)?))
});
