use chrono_tz::Tz;

use super::Moment;
use udfs::error::{Code, Issue, Issues, Place};
use udfs::model::Span;

/// A function's `start` and `end` in a zone.
pub fn span_of(function: &str, start: Moment, end: Moment, zone: Tz) -> Result<Span, Issues> {
    let span = Span { start: start.instant(zone)?, end: end.instant(zone)? };
    let message = format!("{} is not after {}", span.end, span.start);
    let reversed =
        || Issue::error(Code::OutOfRange, Place::new(function).column("end"), message, "swap or correct the times");
    if span.start < span.end { Ok(span) } else { Err(reversed().into()) }
}
