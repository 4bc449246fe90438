use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::super::columns::{missing_column, normalize};
use super::super::raw::Sheet;
use super::super::units::{self, Factor};
use super::reactive::Reactive;

/// Names of the column that says when an interval starts, the surest first.
const START: [&str; 15] = [
    "start",
    "starttime",
    "startdatetime",
    "starttimestamp",
    "intervalstart",
    "periodstart",
    "timestamp",
    "datetime",
    "dateandtime",
    "datetimelocal",
    "localtime",
    "time",
    "at",
    "from",
    "begin",
];
const END: [&str; 6] = ["end", "endtime", "enddatetime", "intervalend", "periodend", "to"];
const DATE: [&str; 3] = ["date", "startdate", "day"];
const TIME_OF_DAY: [&str; 3] = ["time", "starttime", "timeofday"];

/// Which column is what.
#[derive(Debug)]
pub struct Headers {
    pub start: StartColumn,
    pub end: Option<usize>,
    pub load: Quantity,
    pub reactive: Option<Reactive>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartColumn {
    One {
        index: usize,
        /// Whether the header says that times without an offset are UTC.
        is_utc: bool,
    },
    DateAndTime {
        date: usize,
        time: usize,
    },
}

impl StartColumn {
    pub fn index(self) -> usize {
        match self {
            StartColumn::One { index, .. } => index,
            StartColumn::DateAndTime { date, .. } => date,
        }
    }
}

/// A column of power, or of energy in each interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    pub index: usize,
    pub is_energy: bool,
    /// To kW or kWh.
    pub factor: Factor,
}

impl Headers {
    pub fn find(sheet: &Sheet, issues: &mut Issues) -> Result<Self, Issues> {
        if sheet.headers.is_empty() {
            let place = Place::new(&sheet.source);
            return Err(Issue::error(Code::EmptyInput, place, "no rows and no headers", "check the export").into());
        }
        let mut found = Issues::default();
        let start = start(sheet).ok_or_else(|| {
            missing_column(
                sheet,
                "start",
                "name the column of times start; write 2026-01-05T06:00, with offset or local",
            )
        });
        let start = start.map_err(|issue| found.push(issue)).ok();
        let load = load(sheet).map_err(|issue| found.push(issue)).ok();
        let (Some(start), Some(load)) = (start, load) else { return Err(found) };
        let headers = Self { start, end: named(sheet, &END), load, reactive: Reactive::find(sheet) };
        headers.report_unused(sheet, issues);
        Ok(headers)
    }

    fn report_unused(&self, sheet: &Sheet, issues: &mut Issues) {
        let time = match self.start {
            StartColumn::One { .. } => None,
            StartColumn::DateAndTime { time, .. } => Some(time),
        };
        let used = [
            Some(self.start.index()),
            time,
            self.end,
            Some(self.load.index),
            self.reactive.map(|reactive| reactive.index),
        ];
        let unused = sheet
            .headers
            .iter()
            .enumerate()
            .filter(|(index, header)| !header.is_empty() && !used.contains(&Some(*index)));
        let unused: Vec<String> = unused.map(|(_, header)| format!("\"{header}\"")).collect();
        if !unused.is_empty() {
            let message = format!("columns that are not read: {}", unused.join(", "));
            let fix = "the load is read from start, kw or kwh, and kvar, kva or power_factor";
            issues.push(Issue::warning(Code::UnknownField, Place::new(&sheet.source), message, fix));
        }
    }
}

fn named(sheet: &Sheet, names: &[&str]) -> Option<usize> {
    let headers: Vec<String> = sheet.headers.iter().map(|header| normalize(header)).collect();
    names.iter().find_map(|name| headers.iter().position(|header| header == name))
}

fn start(sheet: &Sheet) -> Option<StartColumn> {
    if let (Some(date), Some(time)) = (named(sheet, &DATE), named(sheet, &TIME_OF_DAY)) {
        return Some(StartColumn::DateAndTime { date, time });
    }
    if let Some(index) = named(sheet, &START) {
        return Some(StartColumn::One { index, is_utc: false });
    }
    let in_utc: Vec<String> = START.iter().map(|name| format!("{name}utc")).collect();
    let in_utc: Vec<&str> = in_utc.iter().map(String::as_str).collect();
    let index = named(sheet, &in_utc).map(|index| (index, true)).or(named(sheet, &DATE).map(|index| (index, false)));
    index.map(|(index, is_utc)| StartColumn::One { index, is_utc })
}

/// The one column in kW or kWh; where there are several, the one that is called just that.
fn load(sheet: &Sheet) -> Result<Quantity, Issue> {
    let all: Vec<Quantity> = sheet.headers.iter().enumerate().filter_map(|(i, header)| quantity(i, header)).collect();
    let plain: Vec<Quantity> = all
        .iter()
        .filter(|quantity| ["kw", "kwh"].contains(&normalize(&sheet.headers[quantity.index]).as_str()))
        .copied()
        .collect();
    match (plain.as_slice(), all.as_slice()) {
        ([one], _) | ([], [one]) => Ok(*one),
        ([], []) => {
            Err(missing_column(sheet, "kw", "name the column of the load kw, or kwh for energy in each interval"))
        }
        ([], several) | (several, _) => {
            let names: Vec<String> =
                several.iter().map(|quantity| format!("\"{}\"", sheet.headers[quantity.index])).collect();
            let message = format!("{} could all be the load", names.join(", "));
            let place = Place::new(&sheet.source).column(&sheet.headers[several[0].index]);
            let fix = "keep one of them, or name the one to bill kw or kwh";
            Err(Issue::error(Code::DuplicateId, place, message, fix))
        }
    }
}

/// A header with a unit of power or energy in it: `kW`, `usage_kwh`, `Demand (MW)`, `UsageKWh`.
fn quantity(index: usize, header: &str) -> Option<Quantity> {
    let words = words(header);
    let of_unit = |unit: &str| words.iter().rev().find_map(|word| units::factor(word, unit));
    let ends = |unit: &str| normalize(header).ends_with(unit).then_some(Factor::ONE);
    let energy = of_unit("kWh").or_else(|| ends("kwh"));
    let power = of_unit("kW").or_else(|| ends("kw"));
    let of = |is_energy| move |factor| Quantity { index, is_energy, factor };
    energy.map(of(true)).or_else(|| power.map(of(false)))
}

fn words(header: &str) -> Vec<String> {
    header.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
