use crate::answer::Answer;
use udfs::functions::{MAINTAINED, schedule_maintenance};

sql_function!(schedule_maintenance, |call| {
    let Some(document) = call.text(0) else { return Answer::none(&MAINTAINED) };
    Ok(Answer::Rows(&MAINTAINED, schedule_maintenance(&call.writing()?, &document)?))
});
