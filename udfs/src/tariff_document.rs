//! Tariffs from a document of any form that is known: heatsched's own, or the Utility Rate Database's.

use chrono_tz::Tz;

use crate::document::tariff;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Span, Tariff};
use crate::row::{Cell, Row, RowReader, cell_from_json, cell_to_json};
use crate::urdb::{self, ReadOptions};

/// The forms of a tariff document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A tariff as in a problem document, `{"tariffs": [...]}`, or a problem document, whose tariff is read.
    Own,
    Urdb,
}

/// The form of a document by the names of its fields; `None`: neither.
pub fn form(document: &Row) -> Option<Form> {
    let has = |name: &str| document.get(name).is_some();
    if ["tariffs", "tariff", "tariff_id", "periods"].into_iter().any(has) {
        Some(Form::Own)
    } else {
        urdb::is_urdb(document).then_some(Form::Urdb)
    }
}

/// The tariffs of a document with warnings, or everything that is wrong.
pub fn read(text: &str, options: &ReadOptions) -> Result<(Vec<Tariff>, Issues), Issues> {
    let place = || Place::new("tariff");
    let refuse = |code, message: String| Issues::from(Issue::error(code, place(), message, "give a tariff as JSON"));
    let document = match cell_from_json(text).map_err(|cause| refuse(Code::Malformed, cause))? {
        Cell::Row(row) => row,
        other => return Err(refuse(Code::WrongType, format!("{} is not a tariff", other.describe()))),
    };
    match form(&document) {
        Some(Form::Own) => own(&document),
        Some(Form::Urdb) => urdb::read(text, options),
        None => {
            Err(refuse(Code::Malformed, "neither a tariff of heatsched nor of URDB: no tariff_id, no label".into()))
        }
    }
}

/// Whether a text is a document of tariffs, and no rows of tables: each tariff holds its periods.
pub fn is_document(text: &str) -> bool {
    let Ok(Cell::Row(document)) = cell_from_json(text) else { return false };
    let holds_periods = |cell: Option<&Cell>| match cell {
        Some(Cell::Row(row)) => matches!(row.get("periods"), Some(Cell::List(_))),
        _ => false,
    };
    let is_rate =
        |row: &Row| ["energyratestructure", "energyweekdayschedule"].iter().any(|name| row.get(name).is_some());
    let first = |name: &str| match document.get(name) {
        Some(Cell::List(items)) => items.first(),
        _ => None,
    };
    if is_rate(&document) || matches!(first("items"), Some(Cell::Row(row)) if is_rate(row)) {
        return true;
    }
    let one = document.get("tariff_id").is_some() && matches!(document.get("periods"), Some(Cell::List(_)));
    // of a problem document only the tariff would be read
    let alone = document.get("jobs").is_none();
    alone && (one || holds_periods(document.get("tariff")) || holds_periods(first("tariffs")))
}

/// What a caller knows of tariffs that do not say it themselves.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// Of a rate of URDB that has neither label nor name.
    pub tariff_id: Option<String>,
    pub time_zone: Option<Tz>,
    pub currency: Option<String>,
    /// Times of the system's peaks, which URDB does not say.
    pub coincident_peaks: Vec<Span>,
}

/// As [`read`], each tariff with what the caller knows where it says nothing itself. Rates of URDB are in USD.
pub fn read_with(text: &str, defaults: &Defaults) -> Result<(Vec<Tariff>, Issues), Issues> {
    let options = ReadOptions { coincident_peaks: defaults.coincident_peaks.clone(), time_zone: defaults.time_zone };
    let (mut tariffs, warnings) = read(text, &options)?;
    let document = match cell_from_json(text) {
        Ok(Cell::Row(row)) => row,
        _ => Row::default(),
    };
    let is_urdb = form(&document) == Some(Form::Urdb);
    // a problem's tariff is that of its site
    let of_site = |name: &str| match document.get("site") {
        Some(Cell::Row(site)) => match site.get(name) {
            Some(Cell::Text(text)) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    let zone = defaults.time_zone.or(of_site("time_zone").and_then(|name| name.parse().ok()));
    let currency = defaults.currency.clone().or(of_site("currency")).or(is_urdb.then(|| "USD".to_string()));
    let mut issues = Issues::default();
    if let Some(currency) = &defaults.currency
        && !(currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase()))
    {
        let message = format!("\"{currency}\" is no currency code");
        let place = Place::new("currency");
        issues.push(Issue::error(Code::OutOfRange, place, message, "use an ISO 4217 code such as USD"));
    }
    let is_nameless = is_urdb && ["items", "label", "name"].iter().all(|name| document.get(name).is_none());
    if let (true, Some(id), Some(tariff)) = (is_nameless, &defaults.tariff_id, tariffs.first_mut()) {
        tariff.tariff_name.clone_from(id);
        tariff.tariff_id.clone_from(id);
    }
    for tariff in &mut tariffs {
        tariff.time_zone = tariff.time_zone.or(zone);
        tariff.currency = tariff.currency.take().or_else(|| currency.clone());
    }
    issues.extend(warnings);
    issues.into_result(tariffs)
}

/// The tariff as a document, or everything in it that the form cannot state.
pub fn write(tariff: &Tariff, form: Form) -> Result<String, Issues> {
    match form {
        Form::Urdb => urdb::write(&Tariff { time_zone: None, ..tariff.clone() }),
        Form::Own => serde_json::to_string_pretty(&cell_to_json(&Cell::Row(tariff::write(tariff))))
            .map_err(|e| Issue::error(Code::Internal, Place::new("tariff"), e.to_string(), "report this").into()),
    }
}

fn own(document: &Row) -> Result<(Vec<Tariff>, Issues), Issues> {
    let mut issues = Issues::default();
    let mut tariffs = Vec::new();
    let mut one = |row: &Row, place: Place| {
        let mut reader = RowReader::new(row, place, &mut issues);
        tariffs.push(tariff::read(&mut reader));
        reader.finish();
    };
    match (document.get("tariffs"), document.get("tariff")) {
        (Some(Cell::List(items)), _) => {
            let nothing = Row::default();
            for (number, item) in items.iter().enumerate() {
                let row = if let Cell::Row(row) = item { row } else { &nothing };
                one(row, Place::new("tariffs").row(number));
            }
            if items.is_empty() {
                issues.push(Issue::error(Code::EmptyInput, Place::new("tariffs"), "no tariffs", "give at least one"));
            }
        }
        (Some(other), _) => {
            let message = format!("{} is not a list", other.describe());
            issues.push(Issue::error(Code::WrongType, Place::new("tariffs"), message, "give a list of tariffs"));
        }
        (None, Some(Cell::Row(row))) => one(row, Place::new("tariff")),
        (None, _) => one(document, Place::new("tariff")),
    }
    issues.into_result(tariffs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Result<Vec<String>, Vec<Code>> {
        read(text, &ReadOptions::default())
            .map(|(tariffs, _)| tariffs.into_iter().map(|tariff| tariff.tariff_id).collect())
            .map_err(|issues| issues.0.iter().map(|issue| issue.code).collect())
    }

    const PERIODS: &str = r#""periods": [{"day_type": "all", "period_category": "any", "energy_rate_kwh": "0.10"}]"#;

    #[test]
    fn each_form_is_told_by_its_fields() {
        let own = format!(r#"{{"tariff_id": "a", {PERIODS}}}"#);
        let zeros = format!("[{}]", vec![format!("[{}]", vec!["0"; 24].join(",")); 12].join(","));
        let urdb = format!(
            r#"{{"label": "u", "energyratestructure": [[{{"rate": 1}}]], "energyweekdayschedule": {zeros}, "energyweekendschedule": {zeros}}}"#
        );
        let cases = [
            (own.clone(), vec!["a"]),
            (format!(r#"{{"tariffs": [{own}, {own}]}}"#), vec!["a", "a"]),
            (format!(r#"{{"format": "heatsched-problem/1", "tariff": {own}, "jobs": []}}"#), vec!["a"]),
            (urdb.clone(), vec!["u"]),
            (format!(r#"{{"items": [{urdb}]}}"#), vec!["u"]),
        ];
        for (text, expected) in cases {
            assert_eq!(ids(&text), Ok(expected.into_iter().map(String::from).collect()), "{text}");
        }
    }

    #[test]
    fn rows_of_tables_are_no_document() {
        let own = format!(r#"{{"tariff_id": "a", {PERIODS}}}"#);
        for text in [own.clone(), format!(r#"{{"tariffs": [{own}]}}"#), format!(r#"{{"tariff": {own}}}"#)] {
            assert!(is_document(&text), "{text}");
        }
        assert!(is_document(r#"{"items": [{"energyratestructure": []}]}"#));
        for text in [
            "[]".to_string(),
            r#"{"tariffs": [{"tariff_id": "a"}], "periods": []}"#.to_string(),
            format!("{{{PERIODS}}}"),
            format!(r#"{{"tariff": {own}, "jobs": []}}"#),
        ] {
            assert!(!is_document(&text), "{text}");
        }
    }

    #[test]
    fn what_a_document_does_not_say_is_the_callers() {
        let text = format!(
            r#"{{"site": {{"time_zone": "America/Chicago", "currency": "CAD"}}, "tariff": {{"tariff_id": "a", {PERIODS}}}}}"#
        );
        let read = |defaults: &Defaults| {
            let (tariffs, _) = read_with(&text, defaults).expect("a tariff");
            (tariffs[0].time_zone.map(|zone| zone.name()), tariffs[0].currency.clone())
        };
        assert_eq!(read(&Defaults::default()), (Some("America/Chicago"), Some("CAD".into())));
        let given = Defaults { time_zone: Some(Tz::UTC), currency: Some("USD".into()), ..Defaults::default() };
        assert_eq!(read(&given), (Some("UTC"), Some("USD".into())));
    }

    #[test]
    fn what_is_no_tariff_is_refused() {
        let cases = [
            ("", Code::Malformed),
            ("[]", Code::WrongType),
            ("{}", Code::Malformed),
            (r#"{"tariffs": []}"#, Code::EmptyInput),
            (r#"{"tariffs": 1}"#, Code::WrongType),
            (r#"{"tariffs": [1]}"#, Code::MissingField),
        ];
        for (text, expected) in cases {
            assert_eq!(ids(text).map_err(|codes| codes.first().copied()), Err(Some(expected)), "{text}");
        }
    }
}
