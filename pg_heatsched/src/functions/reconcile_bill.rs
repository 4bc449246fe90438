use crate::answer::Answer;
use udfs::functions::{RECONCILED, reconcile_bill};

sql_function!(reconcile_bill, |call| {
    let (Some(asked), Some(invoice)) = (call.id_and_span()?, call.text(3)) else { return Answer::none(&RECONCILED) };
    Ok(Answer::Rows(&RECONCILED, reconcile_bill(&call.source()?, &asked, &invoice)?))
});
