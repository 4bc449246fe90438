use crate::error::{Code, Issue, Issues, Place};
use crate::model::Problem;

/// The grid is one that intervals of whole minutes can fill. Documents are read so; tables and callers may differ.
pub fn check(problem: &Problem, issues: &mut Issues) {
    let horizon = &problem.horizon;
    let mut error = |column: &str, message: String, fix: &str| {
        issues.push(Issue::error(Code::OutOfRange, Place::new("horizon").column(column), message, fix));
    };
    let minutes = horizon.interval_minutes;
    if minutes == 0 || 60 % minutes != 0 {
        error("interval_minutes", format!("{minutes} minutes do not divide an hour"), "use 5, 10, 15, 20, 30 or 60");
        return;
    }
    for (column, at) in [("start", horizon.start), ("end", horizon.end)] {
        if at.timestamp().rem_euclid(i64::from(minutes) * 60) != 0 {
            let message = format!("{column} is not on a boundary of {minutes} minutes in UTC");
            error(column, message, "move it to an interval boundary");
        }
    }
    if horizon.start >= horizon.end {
        error("end", "the horizon ends before it starts".into(), "give an end after the start");
    }
}
