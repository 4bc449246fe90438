use chrono_tz::Tz;

use super::{Arguments, Moment};
use udfs::error::{Code, Issue, Issues, Place};
use udfs::model::Span;

/// The first three arguments of a function: whose, from when, to when.
#[derive(Debug, Clone)]
pub struct IdAndSpan {
    function: &'static str,
    pub id: String,
    start: Moment,
    end: Moment,
}

impl IdAndSpan {
    /// `None` if one of them is NULL.
    pub fn of(arguments: &Arguments<'_>) -> datafusion::common::Result<Option<Self>> {
        let given = (arguments.text(0)?, arguments.moment(1)?, arguments.moment(2)?);
        let (Some(id), Some(start), Some(end)) = given else { return Ok(None) };
        Ok(Some(Self { function: arguments.name(), id, start, end }))
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
