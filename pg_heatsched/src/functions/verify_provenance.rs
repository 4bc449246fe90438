use crate::answer::Answer;
use udfs::functions::{VERIFIED, verify_provenance};

sql_function!(verify_provenance, |call| {
    let Some(id) = call.text(0) else { return Answer::none(&VERIFIED) };
    Ok(Answer::Rows(&VERIFIED, verify_provenance(&call.source()?, &id)?))
});
