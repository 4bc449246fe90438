use crate::answer::Answer;
use udfs::functions::{COMPARISON, compare_tariffs};

sql_function!(compare_tariffs, |call| {
    let (Some(asked), Some(tariffs)) = (call.id_and_span()?, call.ids(3)) else { return Answer::none(&COMPARISON) };
    Ok(Answer::Rows(&COMPARISON, compare_tariffs(&call.source()?, &asked, &tariffs)?))
});
