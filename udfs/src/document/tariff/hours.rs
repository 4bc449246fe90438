//! Days, months and times of day.

use std::collections::BTreeSet;

use super::super::text::{cell, number, row, text};
use crate::error::Code;
use crate::model::{ChargeHours, DayType, LocalTime};
use crate::row::{Cell, Row, RowReader};

pub fn read_hours(reader: &mut RowReader<'_>) -> ChargeHours {
    let (start_time, end_time) = local_span(reader);
    ChargeHours { day_type: day_type(reader), months: months(reader), start_time, end_time }
}

pub fn write_hours(hours: &ChargeHours) -> Row {
    let mut written = row([
        ("day_type", text(hours.day_type.to_string())),
        ("start_time", text(hours.start_time.to_string())),
        ("end_time", text(hours.end_time.to_string())),
    ]);
    written.0.extend(super::given(row([("months", cell(hours.months.as_ref(), months_cell))])).0);
    written
}

pub fn day_type(reader: &mut RowReader<'_>) -> DayType {
    let allowed = "weekday, weekend, holiday, all, or days such as mon,tue";
    reader.word("day_type", |word| word.parse().ok(), allowed).unwrap_or(DayType::All)
}

pub fn local_span(reader: &mut RowReader<'_>) -> (LocalTime, LocalTime) {
    let start = reader.or("start_time", LocalTime::MIDNIGHT);
    let end = reader.or("end_time", LocalTime::END_OF_DAY);
    reader.check(
        start != end,
        Code::OutOfRange,
        "end_time",
        "the period is empty",
        "for a whole day use 00:00 to 24:00",
    );
    (start, end)
}

pub fn months(reader: &mut RowReader<'_>) -> Option<BTreeSet<u32>> {
    let months: BTreeSet<u32> = reader.optional::<Vec<u32>>("months")?.into_iter().collect();
    let valid = months.iter().all(|month| (1..=12).contains(month));
    reader.check(
        valid,
        Code::OutOfRange,
        "months",
        "a month that is not from 1 to 12",
        "use 1 (January) to 12 (December)",
    );
    (!months.is_empty()).then_some(months)
}

pub fn months_cell(months: &BTreeSet<u32>) -> Cell {
    Cell::List(months.iter().map(|month| number(*month)).collect())
}
