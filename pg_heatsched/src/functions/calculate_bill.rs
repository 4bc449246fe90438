use crate::answer::Answer;
use udfs::functions::{BILL_LINES, calculate_bill};

sql_function!(calculate_bill, |call| {
    let allocation = call.allocation(3)?;
    let Some(asked) = call.id_and_span()? else { return Answer::none(&BILL_LINES) };
    Ok(Answer::Rows(&BILL_LINES, calculate_bill(&call.source()?, &asked, allocation)?))
});
