//! A meter's load from a sheet: the start of each interval, and kW or kWh.
//!
//! Rows may come in any order. The length of the intervals is the smallest distance between two starts, unless the sheet
//! says where each ends. Wall-clock times that come twice when clocks are set back are taken in the order of the file.

mod headers;
mod intervals;
mod reactive;
mod times;

use chrono_tz::Tz;
use udfs::billing::LoadRow;
use udfs::error::Place;
use udfs::model::Decimal;
use udfs::{Code, Issue, Issues};

use super::number::NumberStyle;
use super::raw::{Raw, RawRow, Sheet};
use headers::Headers;
use intervals::Reading;
use times::Times;

/// What the caller knows of the file.
#[derive(Debug, Clone, Default)]
pub struct MeterOptions {
    /// Zone of times that are written without an offset.
    pub time_zone: Option<Tz>,
    /// Of times that are not ISO 8601, such as `%m/%d/%Y %H:%M`.
    pub date_format: Option<String>,
    /// `.` or `,`; `None`: found from the numbers.
    pub decimal: Option<char>,
}

/// A load without gap or overlap, by time.
#[derive(Debug, Clone)]
pub struct Meter {
    pub load: Vec<LoadRow>,
    /// Whether any time came without an offset.
    pub is_local: bool,
}

/// More are counted, not listed.
const MOST_ISSUES: usize = 50;

/// The load of a sheet with warnings, or everything that is wrong with it.
pub fn meter(sheet: &Sheet, options: &MeterOptions) -> Result<(Meter, Issues), Issues> {
    read(sheet, options).map_err(|issues| shortened(&sheet.source, issues))
}

fn read(sheet: &Sheet, options: &MeterOptions) -> Result<(Meter, Issues), Issues> {
    let mut issues = Issues::default();
    let headers = Headers::find(sheet, &mut issues)?;
    for row in &sheet.malformed {
        let place = Place::new(&sheet.source).row(row.number);
        issues.push(Issue::error(Code::Malformed, place, &row.message, row.fix));
    }
    if sheet.rows.is_empty() {
        let place = Place::new(&sheet.source);
        issues.push(Issue::error(Code::EmptyInput, place, "there are headers, but no rows", "check the export"));
        return Err(issues);
    }
    let times = Times::of(sheet, &headers, options, &mut issues);
    let numbers = Numbers::of(sheet, &headers, options);
    let mut readings = Vec::with_capacity(sheet.rows.len());
    for (row, (start, end)) in sheet.rows.iter().zip(times.spans) {
        let value = numbers.required(row, headers.load.index, &mut issues);
        let reactive = headers.reactive.and_then(|column| numbers.optional(row, column.index, &mut issues));
        if let Some(start) = start {
            readings.push(Reading { row: row.number, start, end, value, reactive });
        }
    }
    // rows that could not be placed are told; the gaps that they leave are no news
    let is_complete = readings.len() == sheet.rows.len() && sheet.malformed.is_empty();
    let load = intervals::load(sheet, &headers, readings, is_complete, &mut issues);
    let meter = Meter { load, is_local: times.is_local };
    issues.into_result(meter)
}

/// The numbers of a sheet, all with one decimal mark.
struct Numbers<'a> {
    sheet: &'a Sheet,
    style: NumberStyle,
}

impl<'a> Numbers<'a> {
    fn of(sheet: &'a Sheet, headers: &Headers, options: &MeterOptions) -> Self {
        let columns = [Some(headers.load.index), headers.reactive.map(|column| column.index)];
        let texts = sheet.rows.iter().flat_map(|row| {
            columns.iter().flatten().filter_map(|index| match row.cells.get(*index) {
                Some(Raw::Text(text)) => Some(text.as_str()),
                _ => None,
            })
        });
        let given = options.decimal.map(NumberStyle::given);
        Self { sheet, style: given.unwrap_or_else(|| NumberStyle::detect(texts, sheet.comma_likely)) }
    }

    fn required(&self, row: &RawRow, index: usize, issues: &mut Issues) -> Option<Decimal> {
        let found = issues.0.len();
        let number = self.optional(row, index, issues);
        if number.is_none() && issues.0.len() == found {
            let fix = "give the load of every interval; 0 where there is none";
            issues.push(Issue::error(Code::MissingField, self.place(row, index), "no value", fix));
        }
        number
    }

    fn optional(&self, row: &RawRow, index: usize, issues: &mut Issues) -> Option<Decimal> {
        let raw = row.cells.get(index).filter(|raw| !raw.is_blank())?;
        let parsed = match raw {
            Raw::Number(number) => Ok(*number),
            Raw::Text(text) => self.style.parse(text),
            _ => Err("a number".to_string()),
        };
        match parsed {
            Ok(number) => Some(number),
            Err(expected) => {
                let message = format!("{} is not {expected}", raw.describe());
                let place = self.place(row, index);
                issues.push(Issue::error(Code::WrongType, place, message, format!("give {expected}")));
                None
            }
        }
    }

    fn place(&self, row: &RawRow, index: usize) -> Place {
        Place::new(&self.sheet.source).row(row.number).column(&self.sheet.headers[index])
    }
}

fn shortened(source: &str, mut issues: Issues) -> Issues {
    let more = issues.0.len().saturating_sub(MOST_ISSUES);
    if more > 0 {
        issues.0.truncate(MOST_ISSUES);
        let message = format!("and {more} more like these");
        issues.push(Issue::error(Code::Malformed, Place::new(source), message, "mend those above first"));
    }
    issues
}
