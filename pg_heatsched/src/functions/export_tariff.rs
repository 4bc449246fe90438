use crate::answer::Answer;
use udfs::error::Code;
use udfs::functions::{EXPORTED, export_tariff};
use udfs::tariff_document::Form;

sql_function!(export_tariff, |call| {
    let form = match call.text(1).as_deref() {
        None | Some("own") => Form::Own,
        Some("urdb") => Form::Urdb,
        Some(other) => {
            let message = format!("the form \"{other}\" is not one of own, urdb");
            return Err(call.wrong("form", Code::OutOfRange, message, "use own or urdb").into());
        }
    };
    let Some(tariff_id) = call.text(0) else { return Answer::none(&EXPORTED) };
    Ok(Answer::Rows(&EXPORTED, export_tariff(&call.source()?, &tariff_id, form)?))
});
