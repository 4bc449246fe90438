use chrono::TimeDelta;

use super::text::{number, row};
use crate::error::Code;
use crate::model::{Horizon, Instant, Job};
use crate::row::{Cell, Row, RowReader};

pub const DEFAULT_INTERVAL_MINUTES: u32 = 15;
/// A year of quarter-hours and some.
pub const MAX_INTERVALS: i64 = 40_000;

/// Without a start or end of its own the horizon spans the windows of `jobs`, out to interval boundaries.
pub fn read(reader: &mut RowReader<'_>, jobs: &[Job]) -> Horizon {
    let interval_minutes: u32 = reader.or("interval_minutes", DEFAULT_INTERVAL_MINUTES);
    let divides = interval_minutes > 0 && 60 % interval_minutes == 0;
    let message = format!("{interval_minutes} minutes do not divide an hour");
    reader.check(divides, Code::OutOfRange, "interval_minutes", message, "use 5, 10, 15, 20, 30 or 60");
    let interval_minutes = if divides { interval_minutes } else { DEFAULT_INTERVAL_MINUTES };
    let step = i64::from(interval_minutes) * 60;
    let earliest = jobs.iter().map(|job| job.earliest_start).filter(is_given).min();
    let latest = jobs.iter().map(|job| job.latest_end).filter(is_given).max();
    let floor = earliest.map(|at| at - seconds(at.timestamp().rem_euclid(step)));
    let ceiling = latest.map(|at| at + seconds((-at.timestamp()).rem_euclid(step)));
    let start = boundary(reader, "start", floor);
    let end = boundary(reader, "end", ceiling);
    if !reader.is_clean() {
        return Horizon { start, end: start, interval_minutes };
    }
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

fn boundary<'a>(reader: &mut RowReader<'a>, name: &'a str, default: Option<Instant>) -> Instant {
    let given = reader.optional(name);
    if given.is_none() && default.is_none() && reader.is_clean() {
        let fix = format!("give {name}, or jobs with windows");
        reader.error(Code::MissingField, name, "no value, and no job to take it from", fix);
    }
    given.or(default).unwrap_or_default()
}

/// A time that could not be read has been reported and stands as the default.
fn is_given(at: &Instant) -> bool {
    *at != Instant::default()
}

fn seconds(count: i64) -> TimeDelta {
    TimeDelta::seconds(count)
}

pub fn write(horizon: &Horizon) -> Row {
    row([
        ("start", Cell::Time(horizon.start)),
        ("end", Cell::Time(horizon.end)),
        ("interval_minutes", number(horizon.interval_minutes)),
    ])
}
