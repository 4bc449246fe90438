use chrono_tz::Tz;

use super::Moment;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::Span;

/// The first three arguments of a function: whose, from when, to when.
#[derive(Debug, Clone)]
pub struct IdAndSpan {
    function: &'static str,
    pub id: String,
    start: Moment,
    end: Moment,
}

impl IdAndSpan {
    pub fn new(function: &'static str, id: String, start: Moment, end: Moment) -> Self {
        Self { function, id, start, end }
    }

    pub fn span(&self, zone: Tz) -> Result<Span, Issues> {
        let span = Span { start: self.start.instant(zone)?, end: self.end.instant(zone)? };
        if span.start < span.end {
            return Ok(span);
        }
        let message = format!("{} is not after {}", span.end, span.start);
        let place = Place::new(self.function).column("end");
        Err(Issue::error(Code::OutOfRange, place, message, "swap or correct the times").into())
    }
}
