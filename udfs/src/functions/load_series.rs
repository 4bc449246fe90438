use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Span};

/// A load that covers a stretch of time without a gap or an overlap.
pub fn check_series(load: &[(Span, Decimal)], place: &Place) -> Result<(), Issues> {
    let mut issues = Issues::default();
    for pair in load.windows(2) {
        let (before, after) = (pair[0].0, pair[1].0);
        let (code, message, fix) = match before.end.cmp(&after.start) {
            std::cmp::Ordering::Equal => continue,
            std::cmp::Ordering::Less => {
                let message = format!("no load from {} to {}", before.end, after.start);
                (Code::LoadGap, message, "give the load of every interval; 0 where there is none")
            }
            std::cmp::Ordering::Greater => {
                let message = format!("two loads from {} on", after.start);
                (Code::LoadOverlap, message, "keep one value for each instant")
            }
        };
        issues.push(Issue::error(code, place.clone(), message, fix));
    }
    for (span, _) in load.iter().filter(|(_, kw)| *kw < Decimal::ZERO) {
        let message = format!("a load below 0 at {}", span.start);
        issues.push(Issue::error(Code::LoadValue, place.clone(), message, "give kW from 0"));
    }
    issues.into_result(()).map(|((), _)| ())
}
