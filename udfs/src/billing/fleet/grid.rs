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
        Span { start: self.start, end: self.interval(self.count).start }
    }

    pub(super) fn start_of(&self, index: usize) -> Instant {
        self.interval(index).start
    }

    fn interval(&self, index: usize) -> Span {
        let start = |index: usize| {
            let minutes = i64::try_from(index).unwrap_or(i64::MAX).saturating_mul(self.step_minutes);
            let offset = TimeDelta::try_minutes(minutes).unwrap_or(TimeDelta::zero());
            self.start.checked_add_signed(offset).unwrap_or(Instant::MAX_UTC)
        };
        Span { start: start(index), end: start(index + 1) }
    }

    /// Adds the parts of the intervals within `span`.
    pub(super) fn cut(&self, span: Span, pieces: &mut Vec<Piece>) {
        let grid = self.span();
        let (start, end) = (span.start.max(grid.start), span.end.min(grid.end));
        if start >= end {
            return;
        }
        let (first, last) = (self.index(start), self.last_before(end));
        for index in [first, last] {
            let interval = self.interval(index);
            let part = Span { start: start.max(interval.start), end: end.min(interval.end) };
            push(pieces, Piece { first: index, count: 1, minutes: part.minutes() });
            if first == last {
                return;
            }
            if index == first && first + 1 < last {
                push(pieces, Piece { first: first + 1, count: last - first - 1, minutes: self.step_minutes });
            }
        }
    }

    fn index(&self, at: Instant) -> usize {
        usize::try_from((at - self.start).num_seconds() / (self.step_minutes * 60)).unwrap_or(0)
    }

    /// The last interval that begins before `end`.
    fn last_before(&self, end: Instant) -> usize {
        self.index(end - TimeDelta::nanoseconds(1))
    }
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match pieces.last_mut().filter(|last| last.minutes == piece.minutes && last.first + last.count == piece.first) {
        Some(last) => last.count += piece.count,
        None => pieces.push(piece),
    }
}
