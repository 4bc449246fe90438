use crate::answer::Answer;
use udfs::error::Code;
use udfs::functions::{IMPORTED, import_tariff};
use udfs::tariff_document::Defaults;

sql_function!(import_tariff, |call| {
    let time_zone = match call.text(1).map(|name| (name.parse(), name)) {
        None => None,
        Some((Ok(zone), _)) => Some(zone),
        Some((Err(_), name)) => {
            let (message, fix) = (format!("'{name}' is no IANA time zone"), "give a name such as 'America/Chicago'");
            return Err(call.wrong("time_zone", Code::WrongType, message, fix).into());
        }
    };
    let defaults = Defaults { time_zone, currency: call.text(2), ..Defaults::default() };
    let Some(document) = call.text(0) else { return Answer::none(&IMPORTED) };
    Ok(Answer::Rows(&IMPORTED, import_tariff(&call.writing()?, &document, &defaults)?))
});
