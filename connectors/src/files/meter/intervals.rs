use chrono::{SecondsFormat, TimeDelta};
use udfs::billing::{LoadRow, MAX_LOAD_KW};
use udfs::error::Place;
use udfs::model::{Decimal, Instant, Span};
use udfs::{Code, Issue, Issues};

use super::super::raw::Sheet;
use super::headers::{Headers, Quantity};

/// A row of the sheet.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    pub row: usize,
    pub start: Instant,
    pub end: Option<Instant>,
    /// In the unit of its column; `None`: not readable, as is told already.
    pub value: Option<Decimal>,
    pub reactive: Option<Decimal>,
}

/// The readings by time as mean power; what is wrong with their order, lengths and values goes to `issues`.
pub fn load(
    sheet: &Sheet,
    headers: &Headers,
    mut readings: Vec<Reading>,
    is_complete: bool,
    issues: &mut Issues,
) -> Vec<LoadRow> {
    readings.sort_by_key(|reading| (reading.start, reading.row));
    let intervals = Intervals { sheet, headers, is_complete };
    let Some(step) = intervals.step(&readings, issues) else { return Vec::new() };
    let mut load = Vec::with_capacity(readings.len());
    for (number, reading) in readings.iter().enumerate() {
        let end = reading.end.or(reading.start.checked_add_signed(step)).unwrap_or(reading.start);
        if end <= reading.start {
            let message = format!("the interval from {} does not end after it starts", time(reading.start));
            issues.push(Issue::error(Code::LoadValue, intervals.time_place(reading), message, "correct its end"));
            continue;
        }
        if let Some(next) = readings.get(number + 1) {
            intervals.check_next(reading, end, next, issues);
        }
        load.extend(intervals.row(reading, Span { start: reading.start, end }, issues));
    }
    load
}

struct Intervals<'a> {
    sheet: &'a Sheet,
    headers: &'a Headers,
    /// Whether every row has its time.
    is_complete: bool,
}

impl Intervals<'_> {
    /// The smallest distance of two starts; `None` where there is none to go by.
    fn step(&self, readings: &[Reading], issues: &mut Issues) -> Option<TimeDelta> {
        let distances = || {
            let pairs = readings.windows(2).map(|pair| (pair[1].start - pair[0].start, pair[1]));
            pairs.filter(|(distance, _)| *distance > TimeDelta::zero())
        };
        let Some((step, at)) = distances().min_by_key(|(distance, _)| *distance) else {
            if readings.len() > 1 || readings.iter().all(|reading| reading.end.is_some()) {
                // each row has its end, or the same time as another, which is told below
                return Some(TimeDelta::hours(1));
            }
            // what is wrong with the rows themselves is told already
            if !issues.has_errors() {
                let message = "one time alone does not say how long the interval is";
                let fix = "give a second row, or a column end";
                issues.push(Issue::error(Code::MissingField, Place::new(&self.sheet.source), message, fix));
            }
            return None;
        };
        let ends_are_given = readings.iter().all(|reading| reading.end.is_some());
        let others = distances().filter(|(distance, _)| *distance != step).count();
        if !ends_are_given && others * 2 > readings.len() {
            let message = format!(
                "the intervals have no even length: {} starts {} minutes after the one before, most others do not",
                time(at.start),
                step.num_minutes()
            );
            let fix = "correct the times, or give a column end";
            issues.push(Issue::error(Code::LoadOverlap, self.time_place(&at), message, fix));
            return None;
        }
        Some(step)
    }

    fn check_next(&self, reading: &Reading, end: Instant, next: &Reading, issues: &mut Issues) {
        if next.start == reading.start {
            let message = format!("the same time as row {}: {}", reading.row, time(next.start));
            let place = self.time_place(next);
            issues.push(Issue::error(Code::LoadOverlap, place, message, "keep one row for each instant"));
        } else if next.start < end {
            let message = format!("row {} lasts until {}, after {}", reading.row, time(end), time(next.start));
            let fix = "let each interval end where the next one starts";
            issues.push(Issue::error(Code::LoadOverlap, self.time_place(next), message, fix));
        } else if end < next.start && self.is_complete {
            let message = format!("no load from {} to {}", time(end), time(next.start));
            let fix = "give the load of every interval; 0 where there is none";
            issues.push(Issue::error(Code::LoadGap, self.time_place(next), message, fix));
        }
    }

    fn row(&self, reading: &Reading, span: Span, issues: &mut Issues) -> Option<LoadRow> {
        let load = self.headers.load;
        let value = reading.value?;
        let kw = power(load, value, span).filter(|kw| *kw <= MAX_LOAD_KW && *kw >= Decimal::ZERO);
        if kw.is_none() {
            let message = format!("{value} cannot be the load at {}", time(span.start));
            let fix = if value < Decimal::ZERO {
                "give what is drawn, from 0; what is fed in is metered apart"
            } else {
                "check the number and its unit"
            };
            issues.push(Issue::error(Code::LoadValue, self.place(reading, load.index), message, fix));
        }
        let kw = kw?;
        let reactive = self.headers.reactive.zip(reading.reactive);
        let kvar = reactive.and_then(|(column, value)| {
            let kvar = column.kvar(value, kw, span);
            if kvar.is_none() {
                let message = format!("{value} cannot be beside {kw} kW");
                let place = self.place(reading, column.index);
                issues.push(Issue::error(Code::LoadValue, place, message, "check the number and its unit"));
            }
            kvar
        });
        Some(LoadRow { span, kw, kvar })
    }

    fn time_place(&self, reading: &Reading) -> Place {
        self.place(reading, self.headers.start.index())
    }

    fn place(&self, reading: &Reading, index: usize) -> Place {
        Place::new(&self.sheet.source).row(reading.row).column(&self.sheet.headers[index])
    }
}

/// Mean power over the interval; `None` where it is too large for a decimal.
fn power(column: Quantity, value: Decimal, span: Span) -> Option<Decimal> {
    let value = column.factor.apply(value)?;
    if column.is_energy { mean(value, span) } else { Some(value) }
}

/// Mean power of what flows in an interval.
pub fn mean(value: Decimal, span: Span) -> Option<Decimal> {
    value.checked_mul(Decimal::from(60))?.checked_div(Decimal::from(span.minutes()))
}

fn time(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
