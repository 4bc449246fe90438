use crate::answer::Answer;
use udfs::functions::{PROVENANCE, provenance};

sql_function!(provenance, |call| {
    let Some(id) = call.text(0) else { return Answer::none(&PROVENANCE) };
    Ok(Answer::Rows(&PROVENANCE, provenance(&call.source()?, &id)?))
});
