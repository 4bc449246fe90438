use crate::answer::Answer;
use crate::tariffs;

sql_function!(tariff_period, |call| {
    let (Some(tariff_id), Some(at)) = (call.text(0), call.micros(1)?) else { return Ok(Answer::Value(None)) };
    Ok(Answer::text(Some(tariffs::calendar(&tariff_id)?.category(at)?.to_string())))
});
