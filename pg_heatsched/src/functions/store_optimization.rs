use crate::answer::Answer;
use udfs::error::{Code, Issue, Place};
use udfs::plan::of_result;
use udfs::solver::{Message, read_message, read_request};
use udfs::stored::store_run;

// Computes every figure of a solver's answer anew, and stores the run.
sql_function!(store_optimization, |call| {
    let (Some(schedule_id), Some(request), Some(answer)) = (call.text(0), call.text(1), call.text(2)) else {
        return Ok(Answer::Value(None));
    };
    let problem = read_request(&request)?;
    let result = match read_message(&problem, &answer)? {
        Message::Result(result) => result,
        Message::Issues(issues) => return Err(issues),
        Message::Progress(_) => {
            let message = "progress is no answer";
            return Err(Issue::error(Code::Malformed, Place::new("answer"), message, "give the last line").into());
        }
    };
    let source = call.writing()?;
    let run_id =
        store_run(source.store, source.tenant, &schedule_id, &problem, &of_result(&problem, &result)?, call.now()?)?;
    Ok(Answer::text(Some(run_id)))
});
