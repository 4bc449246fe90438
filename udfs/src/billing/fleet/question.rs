use super::grid::{Grid, Piece};
use crate::billing::window::Window;
use crate::model::{Instant, Span};

/// What a charge asks of a load, in intervals.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Question {
    KwMinutes(Vec<Piece>),
    /// By the numbers of what is looked at.
    PeakKw(Vec<usize>),
    /// No fleet has kvar: the answer is known.
    PeakKvar {
        is_known: bool,
    },
}

/// Metering windows, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Look {
    /// Windows of `width` whole intervals each that follow each other.
    Even { first: usize, count: usize, width: usize },
    /// A window that is not made of whole intervals, or counts in part.
    Odd { start: Instant, minutes: i64, pieces: Vec<Piece> },
}

impl Question {
    pub fn kw_minutes(grid: &Grid, spans: &[Span]) -> Self {
        let mut pieces = Vec::new();
        for span in spans {
            grid.cut(*span, &mut pieces);
        }
        Question::KwMinutes(pieces)
    }
}

impl Look {
    pub fn all(grid: &Grid, windows: &[Window]) -> Vec<Self> {
        let mut looks = Vec::new();
        for window in windows {
            push(grid, &mut looks, window);
        }
        looks
    }
}

fn push(grid: &Grid, looks: &mut Vec<Look>, window: &Window) {
    let mut pieces = Vec::new();
    for span in &window.spans {
        grid.cut(*span, &mut pieces);
    }
    let minutes = window.minutes().max(1);
    let [Piece { first, count: width, minutes: each }] = pieces[..] else {
        return looks.push(Look::Odd { start: window.start, minutes, pieces });
    };
    let whole = i64::try_from(width).is_ok_and(|width| width * grid.step_minutes == minutes);
    if each != grid.step_minutes || !whole || grid.start_of(first) != window.start {
        return looks.push(Look::Odd { start: window.start, minutes, pieces });
    }
    match looks.last_mut() {
        Some(Look::Even { first: from, count, width: known }) if *known == width && *from + *count * width == first => {
            *count += 1;
        }
        _ => looks.push(Look::Even { first, count: 1, width }),
    }
}
