use std::collections::BTreeMap;

use chrono_tz::Tz;
use udfs::error::Place;
use udfs::tables::{Column, Table};
use udfs::{Code, Issue, Issues};

use super::annotate;
use super::convert::Converter;
use super::mapping::{ColumnMapping, TableMapping};
use super::number::NumberStyle;
use super::raw::{Raw, Sheet};
use super::units::{self, Factor};

/// Columns that the import itself fills in.
pub const OURS: [&str; 4] = ["tenant_id", "source_system", "source_reference", "provenance_hash"];

/// A column, and where in the file its cells are.
#[derive(Debug)]
pub struct Matched {
    pub index: usize,
    pub header: String,
    pub converter: Converter,
}

/// Letters and digits alone, lower case: `Heat (kWh)` and `heat_kwh` are the same name.
pub fn normalize(name: &str) -> String {
    name.replace('%', " percent").chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub fn names(table: &Table) -> Vec<&'static str> {
    table.columns.iter().map(|column| column.name).filter(|name| !OURS.contains(name)).collect()
}

/// Finds the columns that the headers stand for; the headers left over are one warning.
pub fn match_headers(
    table: &'static Table,
    sheet: &Sheet,
    mapping: &TableMapping,
    numbers: Option<NumberStyle>,
    zone: Option<Tz>,
    issues: &mut Issues,
) -> Vec<Matched> {
    let mut matched: Vec<Matched> = Vec::new();
    for column in table.columns.iter().filter(|column| !OURS.contains(&column.name)) {
        let place = Place::new(&sheet.source).column(column.name);
        let given = mapping.columns.get(column.name);
        let found = match given {
            Some(given) => find_given(sheet, given),
            None => find(sheet, column, &matched, mapping),
        };
        let (index, unit_factor) = match found {
            Found::One(index, factor) => (index, factor),
            Found::None => {
                if let Some(given) = given {
                    issues.push(missing_header(sheet, place, &given.header));
                }
                continue;
            }
            Found::Twice(header) => {
                let fix = "rename one of them, or say which in a mapping";
                issues.push(Issue::error(
                    Code::DuplicateId,
                    place,
                    format!("the header \"{header}\" is there twice"),
                    fix,
                ));
                continue;
            }
        };
        matched.push(Matched {
            index,
            header: sheet.headers[index].clone(),
            converter: converter(column, given, unit_factor, mapping, zone, sheet, &mut *issues),
        });
    }
    set_numbers(&mut matched, sheet, numbers);
    report_unused(sheet, mapping, &matched, issues);
    matched
}

enum Found {
    None,
    One(usize, Factor),
    Twice(String),
}

fn one(sheet: &Sheet, hits: &[usize], factor: Factor) -> Found {
    match hits {
        [] => Found::None,
        [index] => Found::One(*index, factor),
        [index, ..] => Found::Twice(sheet.headers[*index].clone()),
    }
}

fn positions(sheet: &Sheet, wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    sheet.headers.iter().enumerate().filter(|(_, header)| wanted(header)).map(|(index, _)| index).collect()
}

fn find_given(sheet: &Sheet, given: &ColumnMapping) -> Found {
    let exact = positions(sheet, |header| header == given.header.trim());
    let hits =
        if exact.is_empty() { positions(sheet, |header| normalize(header) == normalize(&given.header)) } else { exact };
    one(sheet, &hits, Factor::ONE)
}

/// Its exact name, its name in other letters, or its name with another unit at the end.
fn find(sheet: &Sheet, column: &Column, taken: &[Matched], mapping: &TableMapping) -> Found {
    let free = |header: &str| {
        let named = |given: &ColumnMapping| normalize(&given.header) == normalize(header);
        !mapping.columns.values().any(named)
            && !taken.iter().any(|m| m.header == header)
            && !is_ignored(mapping, header)
    };
    let exact = positions(sheet, |header| free(header) && header == column.name);
    if !exact.is_empty() {
        return one(sheet, &exact, Factor::ONE);
    }
    let name = normalize(column.name);
    let loose = positions(sheet, |header| free(header) && normalize(header) == name);
    if !loose.is_empty() {
        return one(sheet, &loose, Factor::ONE);
    }
    let Some(base) = units::suffix(column.name, column.unit).and_then(|suffix| name.strip_suffix(suffix)) else {
        return Found::None;
    };
    let unit_of = |header: &str| units::factor(normalize(header).strip_prefix(base)?, column.unit);
    let hits = positions(sheet, |header| free(header) && unit_of(header).is_some());
    let factor = hits.first().and_then(|index| unit_of(&sheet.headers[*index])).unwrap_or(Factor::ONE);
    one(sheet, &hits, factor)
}

fn is_ignored(mapping: &TableMapping, header: &str) -> bool {
    mapping.ignore.iter().any(|ignored| normalize(ignored) == normalize(header))
}

fn converter(
    column: &'static Column,
    given: Option<&ColumnMapping>,
    unit_factor: Factor,
    mapping: &TableMapping,
    zone: Option<Tz>,
    sheet: &Sheet,
    issues: &mut Issues,
) -> Converter {
    let unit =
        given.and_then(|given| given.unit.as_deref()).and_then(|unit| units::factor(&normalize(unit), column.unit));
    let mut factor = unit.unwrap_or(unit_factor);
    if let Some(times) = given.and_then(|given| given.factor) {
        factor.times *= times;
    }
    let values =
        given.map(|given| given.values.iter().map(|(from, to)| (from.trim().to_lowercase(), to.clone())).collect());
    let own_zone = given.and_then(|given| given.time_zone.as_deref());
    Converter {
        column,
        factor,
        date_format: given.and_then(|given| given.date_format.clone()).or_else(|| mapping.date_format.clone()),
        zone: own_zone.map_or(zone, |name| parse_zone(name, &sheet.source, issues).or(zone)),
        numbers: NumberStyle::given('.'),
        values: values.unwrap_or_default(),
        typed: sheet.typed,
    }
}

pub fn parse_zone(name: &str, source: &str, issues: &mut Issues) -> Option<Tz> {
    let zone = name.parse().ok();
    if zone.is_none() {
        let message = format!("\"{name}\" is no IANA time zone");
        issues.push(Issue::error(
            Code::OutOfRange,
            Place::new(source).column("time_zone"),
            message,
            "use a name such as America/Chicago",
        ));
    }
    zone
}

/// One decimal mark for the whole sheet, found from all its number columns together.
fn set_numbers(matched: &mut [Matched], sheet: &Sheet, given: Option<NumberStyle>) {
    use udfs::tables::Kind::{Cents, Figure, Int, Money, Quantity, Rate};
    let numeric: Vec<usize> = matched
        .iter()
        .filter(|m| matches!(m.converter.column.kind, Int | Quantity | Rate | Money | Cents | Figure))
        .map(|m| m.index)
        .collect();
    let texts = sheet.rows.iter().flat_map(|row| {
        numeric.iter().filter_map(|index| match row.cells.get(*index) {
            Some(Raw::Text(text)) => Some(text.as_str()),
            _ => None,
        })
    });
    let numbers = given.unwrap_or_else(|| NumberStyle::detect(texts, sheet.comma_likely));
    for m in matched {
        m.converter.numbers = numbers;
    }
}

fn report_unused(sheet: &Sheet, mapping: &TableMapping, matched: &[Matched], issues: &mut Issues) {
    let unused = sheet.headers.iter().enumerate().filter(|(index, header)| {
        !header.is_empty()
            && !matched.iter().any(|m| m.index == *index)
            && !is_ignored(mapping, header)
            && !annotate::COLUMNS.contains(&header.as_str())
    });
    let unused: Vec<String> = unused.map(|(_, header)| format!("\"{header}\"")).collect();
    if !unused.is_empty() {
        let message = format!("columns that are not read: {}", unused.join(", "));
        let fix = "map them, or list them under ignore in a mapping";
        issues.push(Issue::warning(Code::UnknownField, Place::new(&sheet.source), message, fix));
    }
}

fn missing_header(sheet: &Sheet, place: Place, header: &str) -> Issue {
    let fix =
        nearest(sheet, header).map_or(String::from("correct the mapping"), |near| format!("did you mean \"{near}\"?"));
    Issue::error(
        Code::MissingField,
        place,
        format!("no header \"{header}\" as the mapping says; the headers are {}", headers(sheet)),
        fix,
    )
}

/// One error for a column that the file must have.
pub fn missing_column(sheet: &Sheet, column: &str, how: &str) -> Issue {
    let hint = nearest(sheet, column).map_or(String::new(), |near| format!("; perhaps it is \"{near}\""));
    let message = format!("no column {column} among the headers {}", headers(sheet));
    Issue::error(Code::MissingField, Place::new(&sheet.source).column(column), message, format!("{how}{hint}"))
}

fn headers(sheet: &Sheet) -> String {
    sheet.headers.iter().map(|header| format!("\"{header}\"")).collect::<Vec<_>>().join(", ")
}

/// The header that shares most pairs of letters with the name, if it shares a fair part.
fn nearest<'a>(sheet: &'a Sheet, name: &str) -> Option<&'a str> {
    let wanted = pairs(name);
    let score = |header: &str| {
        let pairs = pairs(header);
        let shared: usize = wanted.iter().map(|(pair, count)| pairs.get(pair).copied().unwrap_or(0).min(*count)).sum();
        let total: usize = wanted.values().sum::<usize>() + pairs.values().sum::<usize>();
        (200 * shared).checked_div(total).unwrap_or(0)
    };
    let best = sheet.headers.iter().max_by_key(|header| score(header))?;
    (score(best) >= 30).then_some(best.as_str())
}

fn pairs(name: &str) -> BTreeMap<(char, char), usize> {
    let letters: Vec<char> = normalize(name).chars().collect();
    let mut pairs = BTreeMap::new();
    for pair in letters.windows(2) {
        *pairs.entry((pair[0], pair[1])).or_default() += 1;
    }
    pairs
}
