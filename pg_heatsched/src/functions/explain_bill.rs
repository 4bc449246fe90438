use crate::answer::Answer;
use udfs::functions::{CAUSES, explain_bill};

sql_function!(explain_bill, |call| {
    let allocation = call.allocation(3)?;
    let Some(asked) = call.id_and_span()? else { return Answer::none(&CAUSES) };
    Ok(Answer::Rows(&CAUSES, explain_bill(&call.source()?, &asked, allocation)?))
});
