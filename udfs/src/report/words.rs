use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::document::grouped;
use crate::model::{Decimal, Span};

/// The local days that a span touches: `Monday 5 January 2026`, `5 January to 6 February 2026`.
pub(crate) fn days(span: Span, zone: Tz) -> String {
    let first = span.start.with_timezone(&zone).date_naive();
    let last = (span.end - TimeDelta::minutes(1)).with_timezone(&zone).date_naive();
    if first >= last {
        return first.format("%A %-d %B %Y").to_string();
    }
    format!("{} to {}", first.format("%-d %B"), last.format("%-d %B %Y"))
}

/// `24.55 %`, which no line breaks in two.
pub(crate) fn percent(value: Decimal) -> String {
    format!("{}\u{a0}%", grouped(value, 2))
}

/// `1 job`, `2 jobs`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
