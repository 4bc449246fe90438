use super::text::{number, row};
use crate::error::Code;
use crate::model::{Horizon, Instant};
use crate::row::{Cell, Row, RowReader};

pub const DEFAULT_INTERVAL_MINUTES: u32 = 15;
/// A year of quarter-hours and some.
pub const MAX_INTERVALS: i64 = 40_000;

pub fn read(reader: &mut RowReader<'_>) -> Horizon {
    let start: Instant = reader.required("start");
    let end: Instant = reader.required("end");
    let interval_minutes: u32 = reader.or("interval_minutes", DEFAULT_INTERVAL_MINUTES);
    let divides = interval_minutes > 0 && 60 % interval_minutes == 0;
    let message = format!("{interval_minutes} minutes do not divide an hour");
    reader.check(divides, Code::OutOfRange, "interval_minutes", message, "use 5, 10, 15, 20, 30 or 60");
    if !reader.is_clean() {
        return Horizon { start, end: start, interval_minutes: DEFAULT_INTERVAL_MINUTES };
    }
    let step = i64::from(interval_minutes) * 60;
    for (name, at) in [("start", start), ("end", end)] {
        let aligned = at.timestamp().rem_euclid(step) == 0;
        let message = format!("{name} is not on a boundary of {interval_minutes} minutes in UTC");
        reader.check(aligned, Code::OutOfRange, name, message, "move it to an interval boundary");
    }
    reader.check(
        start < end,
        Code::OutOfRange,
        "end",
        "the horizon ends before it starts",
        "give an end after the start",
    );
    let intervals = (end - start).num_seconds() / step;
    let message = format!("{intervals} intervals are more than {MAX_INTERVALS}");
    reader.check(
        intervals <= MAX_INTERVALS,
        Code::TooLarge,
        "end",
        message,
        "plan a shorter horizon or longer intervals",
    );
    Horizon { start, end, interval_minutes }
}

pub fn write(horizon: &Horizon) -> Row {
    row([
        ("start", Cell::Time(horizon.start)),
        ("end", Cell::Time(horizon.end)),
        ("interval_minutes", number(horizon.interval_minutes)),
    ])
}
