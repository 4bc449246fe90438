use super::super::header::{date_of, second_of};
use super::document::Document;
use crate::model::Tariff;
use crate::row::Cell;

pub(super) fn write(tariff: &Tariff, document: &mut Document) {
    let texts = [
        ("label", &tariff.tariff_id),
        ("name", &tariff.tariff_name),
        ("utility", &tariff.utility_provider),
        ("rateno", &tariff.rate_schedule_code),
    ];
    for (name, text) in texts {
        if !text.is_empty() && document.get(name) != Some(&Cell::Text(String::new())) {
            document.set_text(name, text);
        }
    }
    let last_day = tariff.expiry_date.and_then(|expiry| expiry.pred_opt());
    for (name, date) in [("startdate", tariff.effective_date), ("enddate", last_day)] {
        let kept = match document.get(name) {
            Some(Cell::Number(second)) => i64::try_from(*second).ok().and_then(date_of),
            _ => None,
        };
        match date {
            Some(date) if kept != Some(date) => document.set_number(name, second_of(date)),
            None if kept.is_some() => document.set(name, Cell::Null),
            _ => {}
        }
    }
}
