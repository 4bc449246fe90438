use chrono::TimeDelta;

use super::view::View;
use crate::model::{Decimal, Instant, Span};

/// Adjacent minutes in which something is exceeded.
pub struct Stretch {
    pub span: Span,
    pub most: Decimal,
    /// The first minute at which it is most.
    pub at: Instant,
}

/// The stretches of the horizon in which `excess` gives something.
pub fn stretches(view: &View<'_>, excess: impl Fn(usize) -> Option<Decimal>) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for minute in 0..view.minutes() {
        let Some(amount) = excess(minute) else { continue };
        let at = view.minute(minute);
        let end = at + TimeDelta::minutes(1);
        match found.last_mut() {
            Some(last) if last.span.end == at => {
                last.span.end = end;
                if amount > last.most {
                    (last.most, last.at) = (amount, at);
                }
            }
            _ => found.push(Stretch { span: Span { start: at, end }, most: amount, at }),
        }
    }
    found
}

/// Ids of the jobs of `placed` that run at `at`.
pub fn running_at<'a>(placed: impl Iterator<Item = &'a super::view::Placed<'a>>, at: Instant) -> String {
    let ids: Vec<&str> =
        placed.filter(|p| p.span.start <= at && at < p.span.end).map(|p| p.job.job_id.as_str()).collect();
    ids.join(", ")
}
