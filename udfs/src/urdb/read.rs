use chrono_tz::Tz;

use super::source::Source;
use super::{coincident, demand, energy, fields, fixed, header};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Span, Tariff};
use crate::row::{Cell, Row, cell_from_json};

/// What the database does not say.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Times of the system's peaks, for tariffs with a coincident charge.
    pub coincident_peaks: Vec<Span>,
    /// Where the customer is; needed along with `coincident_peaks`.
    pub time_zone: Option<Tz>,
}

/// Whether an object has the form of the database: a list of items, or a rate with an energy structure or a label.
pub fn is_urdb(document: &Row) -> bool {
    ["items", "energyratestructure", "energyweekdayschedule", "label"].iter().any(|name| document.get(name).is_some())
}

/// The tariffs of a URDB document - one, or `{"items": [...]}` - with warnings, or everything that is wrong.
pub fn read(text: &str, options: &ReadOptions) -> Result<(Vec<Tariff>, Issues), Issues> {
    let place = || Place::new("urdb");
    let document = cell_from_json(text).map_err(|cause| {
        Issues::from(Issue::error(
            Code::Malformed,
            place(),
            cause,
            "give a URDB rate as JSON, numbers within 28 digits",
        ))
    })?;
    let Cell::Row(document) = &document else {
        let message = format!("{} is not a rate", document.describe());
        return Err(Issue::error(Code::WrongType, place(), message, "give an object, or {\"items\": [...]}").into());
    };
    let mut issues = Issues::default();
    let tariffs = match document.get("items") {
        None => vec![tariff(document, place(), options, &mut issues)],
        Some(items) => many(document, items, options, &mut issues),
    };
    issues.into_result(tariffs)
}

fn many(document: &Row, items: &Cell, options: &ReadOptions, issues: &mut Issues) -> Vec<Tariff> {
    for (name, _) in document.0.iter().filter(|(name, _)| name != "items") {
        let place = Place::new("urdb").column(name);
        issues.push(Issue::warning(Code::UnknownField, place, "a field beside the items", "it is not read"));
    }
    let Cell::List(items) = items else {
        let message = format!("{} is not a list", items.describe());
        issues.push(Issue::error(Code::WrongType, Place::new("urdb").column("items"), message, "give a list of rates"));
        return Vec::new();
    };
    if items.is_empty() {
        let place = Place::new("urdb").column("items");
        issues.push(Issue::error(Code::EmptyInput, place, "no rates", "give at least one"));
    }
    let mut tariffs = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let place = Place::new("items").row(number);
        match item {
            Cell::Row(row) => tariffs.push(tariff(row, place, options, issues)),
            other => {
                let message = format!("{} is not a rate", other.describe());
                issues.push(Issue::error(Code::WrongType, place, message, "give an object"));
            }
        }
    }
    tariffs
}

fn tariff(row: &Row, place: Place, options: &ReadOptions, issues: &mut Issues) -> Tariff {
    let place = match row.get("label") {
        Some(Cell::Text(label)) => place.key(label),
        _ => place,
    };
    let mut source = Source::new(row, place, issues);
    let mut tariff = Tariff::default();
    header::read(&mut source, &mut tariff);
    tariff.periods = energy::read(&mut source);
    tariff.riders = energy::read_riders(&mut source);
    let window_minutes = demand::window_minutes(&mut source);
    tariff.demand_charges = demand::read(&mut source, window_minutes);
    tariff.reactive_charges = demand::read_reactive(&mut source, window_minutes);
    if tariff.demand_charges.is_empty() && tariff.reactive_charges.is_empty() {
        source.keep("demandwindow");
    }
    tariff.coincident_charges = coincident::read(&mut source, options);
    tariff.fixed_charges = fixed::read(&mut source);
    tariff.minimum_charges = fixed::read_minimum(&mut source);
    keep_others(&mut source);
    tariff.attributes = source.attributes;
    tariff
}

/// Fields that the model does not hold.
fn keep_others(source: &mut Source<'_>) {
    for (name, cell) in source.members() {
        match fields::find(name) {
            Some(field) if field.treatment == fields::Treatment::Represented => {}
            Some(_) => source.keep_as(name, cell),
            None => unknown(source, name, cell),
        }
    }
}

fn unknown(source: &mut Source<'_>, name: &str, cell: &Cell) {
    let lower = name.to_lowercase();
    if name != lower && fields::find(&lower).is_some() {
        let message = format!("unknown field \"{name}\"");
        source.error(Code::UnknownField, name, message, format!("write it in lower case: {lower}"));
    } else if fields::looks_like_a_price(name) {
        let message = format!("unknown field \"{name}\", and its name is that of a price");
        source.error(Code::UnknownField, name, message, "remove it if no bill depends on it");
    } else {
        source.keep_as(name, cell);
        let message = format!("unknown field \"{name}\"");
        source.warning(Code::UnknownField, name, message, "it is kept, and no bill depends on it");
    }
}
