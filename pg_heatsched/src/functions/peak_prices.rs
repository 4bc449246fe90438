use crate::answer::Answer;
use udfs::functions::{PEAK_PRICES, peak_prices};

sql_function!(peak_prices, |call| {
    let Some(run_id) = call.text(0) else { return Answer::none(&PEAK_PRICES) };
    Ok(Answer::Rows(&PEAK_PRICES, peak_prices(&call.source()?, &run_id)?))
});
