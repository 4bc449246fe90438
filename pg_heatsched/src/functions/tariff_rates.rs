use crate::answer::Answer;
use udfs::functions::{TARIFF_RATES, tariff_rates};

sql_function!(tariff_rates, |call| {
    let Some(asked) = call.id_and_span()? else { return Answer::none(&TARIFF_RATES) };
    Ok(Answer::Rows(&TARIFF_RATES, tariff_rates(&call.source()?, &asked)?))
});
