use super::clock::{Clock, DAY, LocalMoment, instant};
use crate::model::Span;

/// A stretch within one local day in which the wall clock runs on without reaching a breakpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub span: Span,
    /// At its start.
    pub local: LocalMoment,
}

/// Cuts `span` at local midnights, clock changes, and the breakpoints (sorted minutes) of each local day.
pub(super) fn walk<'a>(
    clock: &'a Clock,
    span: Span,
    breakpoints: impl Fn(i64) -> &'a [u16] + 'a,
) -> impl Iterator<Item = Stretch> + 'a {
    let (mut at, end) = (span.start.timestamp(), span.end.timestamp());
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let local = clock.local_second(at);
        let stops = breakpoints(local.day);
        let next = stops.partition_point(|minute| i64::from(*minute) * 60 <= local.second_of_day);
        let local_stop = stops.get(next).map_or(DAY, |minute| i64::from(*minute) * 60);
        let stop = (at + local_stop - local.second_of_day).min(clock.next_change(at)).min(end);
        let stretch = Stretch { span: Span { start: instant(at), end: instant(stop) }, local };
        at = stop;
        Some(stretch)
    })
}
