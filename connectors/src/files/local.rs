use chrono::{LocalResult, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use udfs::Code;
use udfs::model::Instant;

use super::convert::Problem;

/// The instant of a wall-clock time; on daylight-saving days it may have none, or two.
pub fn resolve(at: NaiveDateTime, zone: Option<Tz>) -> Result<Instant, Problem> {
    let problem = |message: String, fix: String| Problem { code: Code::NoOffset, message, fix };
    let Some(zone) = zone else {
        let message = format!("{at} has no offset, and no time zone is known");
        let fix = "write it with an offset, such as 2026-01-05T06:00:00Z, or give the time zone of the file";
        return Err(problem(message, fix.into()));
    };
    match zone.from_local_datetime(&at) {
        LocalResult::Single(time) => Ok(time.to_utc()),
        LocalResult::Ambiguous(first, second) => {
            let message = format!("{at} happens twice in {zone}, when clocks are set back");
            Err(problem(message, format!("write it with an offset: {} or {}", first.to_rfc3339(), second.to_rfc3339())))
        }
        LocalResult::None => {
            let message = format!("{at} does not exist in {zone}, clocks are set forward over it");
            Err(problem(message, "correct the time, or write it with an offset".into()))
        }
    }
}
