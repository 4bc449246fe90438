use chrono::NaiveTime;
use chrono_tz::Tz;
use rust_decimal::{Decimal, RoundingStrategy};
use udfs::Code;
use udfs::row::Cell;
use udfs::tables::{Column, Kind};

use super::number::NumberStyle;
use super::raw::Raw;
use super::time;
use super::units::Factor;

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    pub message: String,
    pub fix: String,
}

impl Problem {
    fn wrong(raw: &Raw, what: &str) -> Self {
        Self {
            code: Code::WrongType,
            message: format!("{} is not {what}", raw.describe()),
            fix: format!("give {what}"),
        }
    }
}

/// All that is needed to turn raw cells under one header into cells of one column.
#[derive(Debug, Clone)]
pub struct Converter {
    pub column: &'static Column,
    pub factor: Factor,
    pub date_format: Option<String>,
    pub zone: Option<Tz>,
    pub numbers: NumberStyle,
    /// The file's own word to the table's, by lower-case word.
    pub values: Vec<(String, String)>,
    pub typed: bool,
}

impl Converter {
    /// For values that are written in the tables' own units.
    pub fn plain(column: &'static Column, zone: Option<Tz>) -> Self {
        let numbers = NumberStyle::given('.');
        Self { column, factor: Factor::ONE, date_format: None, zone, numbers, values: Vec::new(), typed: false }
    }

    pub fn convert(&self, raw: &Raw) -> Result<Cell, Problem> {
        if let Raw::Error(what) = raw {
            let message = format!("the cell holds {what}");
            return Err(Problem { code: Code::WrongType, message, fix: "correct the cell".into() });
        }
        if raw.is_blank() {
            return Ok(Cell::Null);
        }
        let word = raw.text().trim().to_lowercase();
        if let Some((_, value)) = self.values.iter().find(|(from, _)| *from == word) {
            return self.typed_cell(&Raw::Text(value.clone()));
        }
        self.typed_cell(raw)
    }

    fn typed_cell(&self, raw: &Raw) -> Result<Cell, Problem> {
        match self.column.kind {
            Kind::Text => self.text(raw),
            Kind::Bool => bool(raw),
            Kind::Int => self.number(raw, 0),
            Kind::Quantity => self.number(raw, 6),
            Kind::Rate => self.number(raw, 8),
            Kind::Money | Kind::Figure => self.number(raw, 4),
            Kind::Cents => self.number(raw, 2),
            Kind::Date => self.date(raw),
            Kind::Time => self.time(raw),
        }
    }

    fn text(&self, raw: &Raw) -> Result<Cell, Problem> {
        let clock = matches!(self.column.name, "start_time" | "end_time");
        match raw {
            Raw::Minutes(minutes) if clock => {
                Ok(Cell::Text(clock_text(*minutes).ok_or_else(|| Problem::wrong(raw, "a time of day"))?))
            }
            Raw::DateTime(at) if clock => Ok(Cell::Text(at.format("%H:%M:%S").to_string())),
            Raw::Text(text) if clock && text.trim().find(':') == Some(1) => Ok(Cell::Text(format!("0{}", text.trim()))),
            Raw::Text(text) => Ok(Cell::Text(text.trim().to_string())),
            other => Ok(Cell::Text(other.text())),
        }
    }

    /// Rounded to what the column keeps: spreadsheets give 0.1 + 0.2 as 0.30000000000000004.
    fn number(&self, raw: &Raw, digits: u32) -> Result<Cell, Problem> {
        let minutes = self.column.unit == "minutes";
        let (value, factor) = match raw {
            Raw::Number(number) => (*number, self.factor),
            Raw::Minutes(value) if minutes => (*value, Factor::ONE),
            Raw::Text(text) if minutes && text.trim().starts_with('P') => (
                iso_minutes(text.trim()).ok_or_else(|| Problem::wrong(raw, "a duration such as PT2H30M"))?,
                Factor::ONE,
            ),
            Raw::Text(text) => (self.numbers.parse(text).map_err(|what| Problem::wrong(raw, &what))?, self.factor),
            other => return Err(Problem::wrong(other, "a number")),
        };
        let range = || Problem {
            code: Code::OutOfRange,
            message: format!("{value} is too large"),
            fix: "check the number and its unit".into(),
        };
        let value = factor.apply(value).ok_or_else(range)?;
        let rounded = value.round_dp_with_strategy(digits.max(6), RoundingStrategy::MidpointAwayFromZero);
        if digits == 0 && !rounded.fract().is_zero() {
            return Err(Problem::wrong(&Raw::Number(value.normalize()), "a whole number"));
        }
        let rounded = rounded.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        if rounded.abs() >= largest(self.column.kind) {
            return Err(range());
        }
        Ok(Cell::Number(rounded.normalize()))
    }

    fn date(&self, raw: &Raw) -> Result<Cell, Problem> {
        match raw {
            Raw::DateTime(at) if at.time() == NaiveTime::MIN => Ok(Cell::Date(at.date())),
            Raw::Text(text) => time::parse_date(text, self.date_format.as_deref(), self.typed).map(Cell::Date),
            other => Err(Problem::wrong(other, "a date such as 2026-01-05")),
        }
    }

    fn time(&self, raw: &Raw) -> Result<Cell, Problem> {
        match raw {
            Raw::DateTime(at) => super::local::resolve(*at, self.zone).map(Cell::Time),
            Raw::Text(text) => time::parse(text, self.date_format.as_deref(), self.zone, self.typed).map(Cell::Time),
            other => Err(Problem::wrong(other, "a time such as 2026-01-05T06:00:00Z")),
        }
    }
}

/// The first number that a column of this kind cannot hold.
fn largest(kind: Kind) -> Decimal {
    let digits = match kind {
        Kind::Figure => 5,
        Kind::Rate => 10,
        Kind::Quantity => 12,
        Kind::Money => 14,
        _ => 16,
    };
    Decimal::from(10_i64.pow(digits))
}

fn bool(raw: &Raw) -> Result<Cell, Problem> {
    let value = match raw.text().trim().to_lowercase().as_str() {
        "true" | "yes" | "1" | "x" => true,
        "false" | "no" | "0" => false,
        _ => return Err(Problem::wrong(raw, "true or false")),
    };
    Ok(Cell::Bool(value))
}

fn clock_text(minutes: Decimal) -> Option<String> {
    let minutes = u16::try_from(minutes.round()).ok().filter(|minutes| *minutes <= 24 * 60)?;
    Some(format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

/// Minutes of an ISO 8601 duration of days, hours, minutes and seconds.
pub fn iso_minutes(text: &str) -> Option<Decimal> {
    let mut total = Decimal::ZERO;
    let mut number = String::new();
    let mut in_time = false;
    for c in text.strip_prefix('P')?.chars() {
        let factor = match c {
            'T' if number.is_empty() && !in_time => {
                in_time = true;
                continue;
            }
            '0'..='9' | '.' if number.len() < 12 => {
                number.push(c);
                continue;
            }
            'D' if !in_time => Decimal::from(24 * 60),
            'H' if in_time => Decimal::from(60),
            'M' if in_time => Decimal::ONE,
            'S' if in_time => Decimal::ONE / Decimal::from(60),
            _ => return None,
        };
        total = total.checked_add(number.parse::<Decimal>().ok()?.checked_mul(factor)?)?;
        number.clear();
    }
    number.is_empty().then_some(total)
}
