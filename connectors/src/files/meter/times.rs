use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;
use rust_decimal::prelude::ToPrimitive;
use udfs::error::Place;
use udfs::model::Instant;
use udfs::{Code, Issue, Issues};

use super::super::convert::Problem;
use super::super::local::resolve;
use super::super::raw::{Raw, RawRow, Sheet};
use super::super::time::{self, Written};
use super::MeterOptions;
use super::headers::{Headers, StartColumn};

/// When each row's interval starts and, where the sheet says so, ends.
pub struct Times {
    pub spans: Vec<(Option<Instant>, Option<Instant>)>,
    pub is_local: bool,
}

impl Times {
    pub fn of(sheet: &Sheet, headers: &Headers, options: &MeterOptions, issues: &mut Issues) -> Self {
        let starts: Vec<Result<Written, Problem>> =
            sheet.rows.iter().map(|row| start(row, headers.start, sheet.typed, options)).collect();
        let is_utc = matches!(headers.start, StartColumn::One { is_utc: true, .. });
        let is_local = !is_utc && starts.iter().flatten().any(|at| matches!(at, Written::Local(_)));
        let zone = if is_utc { Some(Tz::UTC) } else { options.time_zone };
        if is_local && zone.is_none() {
            let place = Place::new(&sheet.source).column(&sheet.headers[headers.start.index()]);
            let message = "the times have no offset, and no time zone is known";
            let fix = "give --time-zone, such as America/Chicago, or write the times with an offset";
            issues.push(Issue::error(Code::NoOffset, place, message, fix));
            return Self { spans: vec![(None, None); starts.len()], is_local };
        }
        let starts = instants(sheet, headers.start.index(), starts, zone, issues);
        let ends = match headers.end {
            None => vec![None; starts.len()],
            Some(index) => {
                let column = StartColumn::One { index, is_utc };
                let ends = sheet.rows.iter().map(|row| start(row, column, sheet.typed, options)).collect();
                instants(sheet, index, ends, zone, issues)
            }
        };
        Self { spans: starts.into_iter().zip(ends).collect(), is_local }
    }
}

fn instants(
    sheet: &Sheet,
    index: usize,
    written: Vec<Result<Written, Problem>>,
    zone: Option<Tz>,
    issues: &mut Issues,
) -> Vec<Option<Instant>> {
    let mut seen = Seen::default();
    let mut instants = vec![None; written.len()];
    for number in in_order(&written) {
        let at = match &written[number] {
            Ok(Written::At(at)) if is_known(at.year()) => Ok(*at),
            Ok(Written::Local(at)) if is_known(at.year()) => seen.resolve(*at, zone),
            Ok(_) => Err(unknown_year()),
            Err(problem) => Err(problem.clone()),
        };
        match at.and_then(whole_minute) {
            Ok(at) => instants[number] = Some(at),
            Err(problem) => {
                let place = Place::new(&sheet.source).row(sheet.rows[number].number).column(&sheet.headers[index]);
                issues.push(Issue::error(problem.code, place, problem.message, problem.fix));
            }
        }
    }
    instants
}

/// Whether calendars go so far.
fn is_known(year: i32) -> bool {
    (1970..2100).contains(&year)
}

fn unknown_year() -> Problem {
    let message = "a time outside the calendar".into();
    Problem { code: Code::OutOfRange, message, fix: "give times from 1970 to 2099".into() }
}

/// From the first time to the last: a file may begin with its newest row.
fn in_order(written: &[Result<Written, Problem>]) -> Vec<usize> {
    let local: Vec<NaiveDateTime> =
        written.iter().flatten().filter_map(|at| if let Written::Local(at) = at { Some(*at) } else { None }).collect();
    let is_descending = local.first() > local.last();
    if is_descending { (0..written.len()).rev().collect() } else { (0..written.len()).collect() }
}

/// Wall-clock times that happen twice, and how often they came.
#[derive(Default)]
struct Seen(HashMap<NaiveDateTime, u32>);

impl Seen {
    fn resolve(&mut self, at: NaiveDateTime, zone: Option<Tz>) -> Result<Instant, Problem> {
        let found = zone.map(|zone| zone.from_local_datetime(&at));
        let Some(chrono::LocalResult::Ambiguous(first, second)) = found else { return resolve(at, zone) };
        let count = self.0.entry(at).or_default();
        *count += 1;
        let (first, second) = (first.to_utc(), second.to_utc());
        match count {
            1 => Ok(first.min(second)),
            2 => Ok(first.max(second)),
            _ => Err(Problem {
                code: Code::LoadOverlap,
                message: format!("{at} happens twice, when clocks are set back, and is there {count} times"),
                fix: "keep one row for each instant".into(),
            }),
        }
    }
}

fn whole_minute(at: Instant) -> Result<Instant, Problem> {
    if at.second() == 0 && at.nanosecond() == 0 {
        return Ok(at);
    }
    let message = format!("{at} is not on a whole minute");
    Err(Problem { code: Code::NotWholeMinute, message, fix: "give intervals that start on whole minutes".into() })
}

fn start(row: &RawRow, column: StartColumn, typed: bool, options: &MeterOptions) -> Result<Written, Problem> {
    let cell = |index: usize| row.cells.get(index).unwrap_or(&Raw::Empty);
    match column {
        StartColumn::One { index, .. } => moment(cell(index), typed, options),
        StartColumn::DateAndTime { date, time } => {
            let (date_cell, time_cell) = (cell(date), cell(time));
            if time_cell.is_blank() {
                return moment(date_cell, typed, options);
            }
            let date = date_of(date_cell, typed, options)?;
            let (time, day_after) = time_of_day(time_cell)?;
            let date = if day_after { date.checked_add_days(Days::new(1)).unwrap_or(date) } else { date };
            Ok(Written::Local(date.and_time(time)))
        }
    }
}

fn moment(cell: &Raw, typed: bool, options: &MeterOptions) -> Result<Written, Problem> {
    match cell {
        // days as floating point: the nearest second is meant
        Raw::DateTime(at) => Ok(Written::Local(nearest_second(*at))),
        Raw::Text(text) if !text.trim().is_empty() => time::written(text, options.date_format.as_deref(), typed),
        other => Err(not(other, "a time such as 2026-01-05T06:00")),
    }
}

fn nearest_second(at: NaiveDateTime) -> NaiveDateTime {
    let rounded = at.with_nanosecond(0).unwrap_or(at);
    let next = rounded.checked_add_signed(TimeDelta::seconds(1)).unwrap_or(rounded);
    if at.nanosecond() >= 500_000_000 { next } else { rounded }
}

fn date_of(cell: &Raw, typed: bool, options: &MeterOptions) -> Result<NaiveDate, Problem> {
    match cell {
        Raw::DateTime(at) => Ok(at.date()),
        Raw::Text(text) => time::parse_date(text, options.date_format.as_deref(), typed),
        other => Err(not(other, "a date such as 2026-01-05")),
    }
}

/// A time of day, and whether it is that of the next day: 24:00.
fn time_of_day(cell: &Raw) -> Result<(NaiveTime, bool), Problem> {
    let expected = || not(cell, "a time of day such as 06:00");
    match cell {
        Raw::DateTime(at) => Ok((at.time(), false)),
        Raw::Minutes(minutes) => {
            let minutes = minutes.round().to_u32().filter(|minutes| *minutes <= 24 * 60).ok_or_else(expected)?;
            let time = NaiveTime::from_hms_opt(minutes % (24 * 60) / 60, minutes % 60, 0).ok_or_else(expected)?;
            Ok((time, minutes == 24 * 60))
        }
        Raw::Text(text) => {
            let text = text.trim();
            if text == "24:00" || text == "24:00:00" {
                return Ok((NaiveTime::MIN, true));
            }
            let forms = ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p"];
            let time = forms.iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok());
            time.map(|time| (time, false)).ok_or_else(expected)
        }
        _ => Err(expected()),
    }
}

fn not(cell: &Raw, expected: &str) -> Problem {
    let message = format!("{} is not {expected}", cell.describe());
    Problem { code: Code::WrongType, message, fix: format!("give {expected}") }
}
