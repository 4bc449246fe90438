use std::ops::Range;

use crate::operation::{Run, Stretch, Unit};

/// Intervals beside a change in which runs may change with it, over and above the unit's own times.
const BESIDE: usize = 6;

/// Intervals on either side of a change between which runs are planned anew.
pub fn margin(unit: &Unit) -> usize {
    unit.min_run + unit.rest + BESIDE
}

/// The boundaries around the intervals `changed` at which the present runs leave the unit on with its minimum run time
/// served, or off and ready to start.
pub fn around(unit: &Unit, runs: &[Run], changed: &Range<usize>) -> Stretch {
    let margin = margin(unit);
    let (from, on_before) = begin(unit, runs, changed.start.saturating_sub(margin));
    let (to, on_after) = end(unit, runs, changed.end + margin);
    Stretch { from, to, on_before, on_after }
}

fn begin(unit: &Unit, runs: &[Run], at: usize) -> (usize, bool) {
    let before = runs.partition_point(|run| run.on < at);
    let Some(run) = before.checked_sub(1).map(|last| runs[last]) else {
        return if at == 0 || unit.initially_on && at < unit.rest { (0, unit.initially_on) } else { (at, false) };
    };
    if at <= run.off {
        if run.started && at < run.on + unit.min_run { (run.on, false) } else { (at, true) }
    } else if at < run.off + unit.rest {
        (run.off, true)
    } else {
        (at, false)
    }
}

fn end(unit: &Unit, runs: &[Run], at: usize) -> (usize, Option<bool>) {
    let intervals = unit.available.len();
    let next = runs.partition_point(|run| run.off <= at);
    let (to, on) = match runs.get(next) {
        Some(run) if run.on < at => (if run.started { at.max(run.on + unit.min_run) } else { at }, true),
        _ => {
            let stopped = next.checked_sub(1).map(|last| runs[last].off).or(unit.initially_on.then_some(0));
            (at.max(stopped.map_or(0, |off| off + unit.rest)), false)
        }
    };
    if to >= intervals { (intervals, None) } else { (to, Some(on)) }
}

/// The runs with those of the stretch in the place of what was there.
pub fn replace(runs: &[Run], stretch: &Stretch, planned: &[Run]) -> Vec<Run> {
    let Stretch { from, to, on_before, on_after } = *stretch;
    let comes_in = on_before && from > 0;
    let goes_on = on_after == Some(true);
    let kept_before = runs.partition_point(|run| if comes_in { run.off < from } else { run.on < from });
    let kept_after = if on_after.is_none() { runs.len() } else { runs.partition_point(|run| run.on < to) };
    let mut new = Vec::with_capacity(kept_before + planned.len() + runs.len() - kept_after);
    new.extend_from_slice(&runs[..kept_before]);
    let first_new = new.len();
    new.extend_from_slice(planned);
    if comes_in && let (Some(old), Some(first)) = (runs.get(kept_before), new.get_mut(first_new)) {
        (first.on, first.started) = (old.on, old.started);
    }
    if goes_on && let (Some(old), Some(last)) = (kept_after.checked_sub(1).map(|i| runs[i]), new.last_mut()) {
        last.off = old.off;
    }
    new.extend_from_slice(&runs[kept_after..]);
    new
}
