use chrono::{DateTime, DurationRound, TimeDelta};
use udfs::model::Instant;
use udfs::row::{Cell, Row};

use super::state::State;

/// An outage ends here until somebody knows better. It is a time that every client of the tables can hold.
pub fn open_end() -> Instant {
    DateTime::from_timestamp(7_258_118_400, 0).unwrap_or(DateTime::<chrono::Utc>::MAX_UTC)
}

/// A stretch in which a piece of equipment is off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub start: Instant,
    pub end: Instant,
    pub reason: String,
    /// Raised by this system.
    pub is_own: bool,
}

impl Stretch {
    pub fn read(row: &Row, system: &str) -> Option<Self> {
        let (Cell::Time(start), Cell::Time(end), Cell::Text(reason)) =
            (row.get("unavailable_start")?, row.get("unavailable_end")?, row.get("reason")?)
        else {
            return None;
        };
        let is_own = row.get("source_system") == Some(&Cell::Text(system.into()));
        Some(Self { start: *start, end: *end, reason: reason.clone(), is_own })
    }

    fn covers(&self, at: Instant) -> bool {
        self.start <= at && at < self.end
    }
}

/// What a state, known since a time, changes in the stretches of a piece of equipment: one that starts, or those that end.
///
/// While any stretch covers the present, planned or entered by hand, the outage is known already.
pub fn react(known: &mut Vec<Stretch>, state: State, since: Instant, now: Instant) -> Vec<Stretch> {
    if state.is_down() {
        if let Some(stretch) = known.iter_mut().find(|stretch| stretch.covers(now)) {
            // it was up for less than a minute
            let reopened = stretch.is_own && stretch.end != open_end();
            stretch.end = if reopened { open_end() } else { stretch.end };
            return reopened.then(|| stretch.clone()).into_iter().collect();
        }
        let ends = known.iter().map(|stretch| stretch.end).filter(|end| *end <= now);
        let start = ends.fold(minute(since.min(now)), Ord::max);
        let stretch = Stretch { start, end: open_end(), reason: state.as_str().into(), is_own: true };
        known.push(stretch.clone());
        return vec![stretch];
    }
    if state != State::Online {
        return Vec::new();
    }
    let mut ended = Vec::new();
    for stretch in known.iter_mut().filter(|stretch| stretch.is_own && stretch.end == open_end()) {
        let up = if since > stretch.start { since } else { now };
        stretch.end = (minute(up - TimeDelta::microseconds(1)) + TimeDelta::minutes(1))
            .max(stretch.start + TimeDelta::minutes(1));
        ended.push(stretch.clone());
    }
    ended
}

/// The problem's times are whole minutes.
fn minute(at: Instant) -> Instant {
    at.duration_trunc(TimeDelta::minutes(1)).unwrap_or(at)
}
