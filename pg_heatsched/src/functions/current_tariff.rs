use crate::answer::Answer;
use udfs::stored;

sql_function!(current_tariff, |call| {
    let (Some(site_id), Some(at)) = (call.text(0), call.instant(1)?) else { return Ok(Answer::Value(None)) };
    let source = call.source()?;
    Ok(Answer::text(Some(stored::current_tariff(source.store, source.tenant, &site_id, at)?)))
});
