use chrono::{DateTime, Days, NaiveDate};

use super::source::Source;
use crate::error::Code;
use crate::model::{Decimal, Tariff};
use crate::row::Cell;

/// Names, dates, and warnings of what a bill leaves out.
pub(super) fn read(source: &mut Source<'_>, tariff: &mut Tariff) {
    let label = source.text("label").unwrap_or_default();
    let name = source.text("name").unwrap_or_default();
    let either = |first: &str, second: &str| if first.is_empty() { second } else { first }.to_string();
    tariff.tariff_id = either(label, either(name, "urdb").as_str());
    tariff.tariff_name = either(name, &tariff.tariff_id);
    tariff.utility_provider = source.text("utility").unwrap_or_default().to_string();
    tariff.rate_schedule_code = source.text("rateno").unwrap_or_default().to_string();
    for name in ["label", "name", "utility", "rateno"] {
        if source.get(name).is_some_and(|cell| *cell == Cell::Text(String::new())) {
            source.keep(name);
        }
    }
    tariff.effective_date = date(source, "startdate");
    tariff.expiry_date = date(source, "enddate").and_then(|last| {
        let expiry = last.checked_add_days(Days::new(1));
        if expiry.is_none() {
            source.error(Code::OutOfRange, "enddate", "a date out of range", "give seconds since 1970");
        }
        expiry
    });
    if let (Some(first), Some(expiry)) = (tariff.effective_date, tariff.expiry_date)
        && first >= expiry
    {
        source.error(Code::OutOfRange, "enddate", "the rate ends before it starts", "mend startdate or enddate");
    }
    warn(source);
}

/// The UTC date of a second since 1970. The second itself is kept where it is not midnight.
fn date(source: &mut Source<'_>, name: &str) -> Option<NaiveDate> {
    let number = source.number(name)?;
    let seconds = if number.fract().is_zero() { i64::try_from(number).ok() } else { None };
    let Some(date) = seconds.and_then(date_of) else {
        let message = format!("{number} is not a second since 1970");
        source.error(Code::OutOfRange, name, message, "give whole seconds since 1970");
        return None;
    };
    if number != second_of(date) {
        source.keep(name);
    }
    Some(date)
}

pub(super) fn date_of(seconds: i64) -> Option<NaiveDate> {
    let years = chrono::NaiveDate::from_ymd_opt(1900, 1, 1)?..chrono::NaiveDate::from_ymd_opt(2200, 1, 1)?;
    DateTime::from_timestamp(seconds, 0).map(|at| at.date_naive()).filter(|date| years.contains(date))
}

pub(super) fn second_of(date: NaiveDate) -> Decimal {
    date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp().into()
}

fn warn(source: &mut Source<'_>) {
    if let Some(Cell::Text(service)) = source.get("servicetype")
        && service != "Bundled"
    {
        let message = format!("the rate is for a part of the service: {service}");
        source.warning(Code::NotRepresentable, "servicetype", message, "add the charges of the other part");
    }
    for name in ["energyattrs", "demandattrs", "fixedattrs"] {
        if matches!(source.get(name), Some(Cell::List(terms)) if !terms.is_empty()) {
            let fix = "read them, and add what applies as a rider";
            source.warning(Code::NotRepresentable, name, "terms in words, which no bill counts", fix);
        }
    }
}
