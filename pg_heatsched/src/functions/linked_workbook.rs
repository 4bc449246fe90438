use udfs::Issues;
use udfs::error::{Code, Issue, Place};
use udfs::report::linked::{Choice, Content, Form, SHEETS, Sheet, Target, linked, rows, select};
use udfs::row::Cell;
use udfs::tables::Kind;

use crate::answer::Answer;
use crate::spi::{Parameter, run};

// A workbook of the site's plan whose tables ask this database again.
sql_function!(linked_workbook, |call| {
    let given = (call.text(0), call.text(1), call.day(2)?, call.day(3)?, call.text(4));
    let (Some(odbc), Some(site_id), Some(first_day), Some(last_day), Some(form)) = given else {
        return Ok(Answer::Value(None));
    };
    let (target, form) = (Target::new(&odbc)?, Form::parse(&form)?);
    known(call.source()?.tenant, &site_id)?;
    let choice = Choice::new(site_id, first_day, last_day)?;
    let content: Content = if form.has_rows() {
        SHEETS.iter().map(|sheet| content(sheet, &choice)).collect::<Result<_, _>>()?
    } else {
        Content::new()
    };
    Ok(Answer::bytes(linked(form, &target, &choice, &content)?))
});

fn content(sheet: &Sheet, choice: &Choice) -> Result<Vec<Vec<Cell>>, Issues> {
    let days = [choice.first_day.to_string(), choice.last_day.to_string()];
    let parameters = [Parameter::Text(&choice.site_id), Parameter::Text(&days[0]), Parameter::Text(&days[1])];
    let texts = run(&select(sheet), &parameters, &vec![Kind::Text; sheet.width()], true)?;
    let text = |cell| if let Cell::Text(text) = cell { Some(text) } else { None };
    rows(sheet, texts.into_iter().map(|row| row.into_iter().map(text).collect()).collect())
}

/// A site that is not there is a mistake, not an empty workbook.
fn known(tenant: &str, site_id: &str) -> Result<(), Issues> {
    let sql = "SELECT site_id FROM heatsched.sites WHERE tenant_id = $1 AND site_id = $2";
    let found = run(sql, &[Parameter::Text(tenant), Parameter::Text(site_id)], &[Kind::Text], true)?;
    if !found.is_empty() {
        return Ok(());
    }
    let place = Place::new("linked_workbook").column("site_id");
    Err(Issue::error(
        Code::UnknownReference,
        place,
        format!("\"{site_id}\" is not in sites"),
        "see the sites in table sites",
    )
    .into())
}
