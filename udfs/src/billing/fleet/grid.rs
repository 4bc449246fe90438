use chrono::TimeDelta;

use crate::model::{Instant, Span};

/// Intervals of one length that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grid {
    pub start: Instant,
    pub step_minutes: i64,
    pub count: usize,
}

/// Intervals of which the same minutes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Piece {
    pub first: usize,
    pub count: usize,
    pub minutes: i64,
}

impl Grid {
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.start_of(self.count) }
    }

    pub(super) fn start_of(&self, index: usize) -> Instant {
        let minutes = whole(index).saturating_mul(self.step_minutes);
        let offset = TimeDelta::try_minutes(minutes).unwrap_or(TimeDelta::zero());
        self.start.checked_add_signed(offset).unwrap_or(Instant::MAX_UTC)
    }

    /// Adds the parts of the intervals within `span`.
    pub(super) fn cut(&self, span: Span, pieces: &mut Vec<Piece>) {
        let step = self.step_minutes;
        let end = whole(self.count).saturating_mul(step);
        let minute = |at: Instant| (at - self.start).num_minutes().clamp(0, end);
        let (mut at, end) = (minute(span.start), minute(span.end));
        while at < end {
            let first = at / step;
            let (count, to) = match at % step {
                0 if at + step <= end => ((end - at) / step, end - (end - at) % step),
                _ => (1, end.min((first + 1) * step)),
            };
            let (first, count) = (usize::try_from(first).unwrap_or(0), usize::try_from(count).unwrap_or(0));
            push(pieces, Piece { first, count, minutes: (to - at).min(step) });
            at = to;
        }
    }
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match pieces.last_mut().filter(|last| last.minutes == piece.minutes && last.first + last.count == piece.first) {
        Some(last) => last.count += piece.count,
        None => pieces.push(piece),
    }
}
