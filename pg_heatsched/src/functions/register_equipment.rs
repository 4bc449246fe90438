use crate::answer::Answer;
use udfs::functions::{REGISTERED, register_equipment};

sql_function!(register_equipment, |call| {
    let Some(document) = call.text(0) else { return Answer::none(&REGISTERED) };
    Ok(Answer::Rows(&REGISTERED, register_equipment(&call.writing()?, &document)?))
});
