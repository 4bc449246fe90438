use crate::answer::{Answer, rate};
use crate::tariffs;

sql_function!(tariff_rate, |call| {
    let (Some(tariff_id), Some(at)) = (call.text(0), call.micros(1)?) else { return Ok(Answer::Value(None)) };
    rate(tariffs::calendar(&tariff_id)?.rate(at)?)
});
