use std::cell::Cell;

use super::grid::{Grid, Piece};
use super::question::{Look, Question};
use crate::billing::meter::Meter;
use crate::billing::window::Window;
use crate::model::{Decimal, Instant, Span};

/// Of an answer in kW minutes: 1e-6.
const SCALE: u32 = 6;
/// Up to here sums of a load stay whole numbers of 64 bits, or are found not to.
pub(super) const MAX_MICRO_KW: i64 = 1_000_000_000_000_000;

/// A load in micro-kW, ready for any question.
pub(super) struct Load<'a> {
    grid: Grid,
    kw: &'a [i64],
    /// Of all intervals before each.
    sums: Vec<i64>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Answer {
    KwMinutes(Decimal),
    PeakKw(Option<(Decimal, Instant)>),
    PeakKvar(bool),
}

/// A highest mean: kW minutes over minutes.
#[derive(Clone, Copy)]
struct Highest {
    micro_kw_minutes: i128,
    minutes: i64,
    start: Instant,
}

impl<'a> Load<'a> {
    /// `None` where the load has a value that cannot be, or sums beyond 64 bits.
    pub fn new(grid: Grid, kw: &'a [i64]) -> Option<Self> {
        let (mut sums, mut sum) = (Vec::with_capacity(kw.len() + 1), 0_i64);
        sums.push(0);
        let mut is_fine = kw.len() == grid.count;
        for kw in kw {
            is_fine &= (0..=MAX_MICRO_KW).contains(kw);
            sum = sum.wrapping_add(*kw);
            // a sum of values this small cannot wrap to above the one before
            is_fine &= sum >= 0;
            sums.push(sum);
        }
        is_fine.then_some(Self { grid, kw, sums })
    }

    pub fn answer(&self, question: &Question) -> Option<Answer> {
        Some(match question {
            Question::KwMinutes(pieces) => Answer::KwMinutes(decimal(self.micro_kw_minutes(pieces))?),
            Question::PeakKw(looks) => Answer::PeakKw(match self.highest(looks) {
                Some(highest) => Some((
                    decimal(highest.micro_kw_minutes)?.checked_div(Decimal::from(highest.minutes))?,
                    highest.start,
                )),
                None => None,
            }),
            Question::PeakKvar { is_known } => Answer::PeakKvar(*is_known),
        })
    }

    fn micro_kw_minutes(&self, pieces: &[Piece]) -> i128 {
        let of = |piece: &Piece| i128::from(self.sum(piece.first, piece.count)) * i128::from(piece.minutes);
        pieces.iter().map(of).sum()
    }

    fn sum(&self, first: usize, count: usize) -> i64 {
        self.sums[first + count] - self.sums[first]
    }

    fn highest(&self, looks: &[Look]) -> Option<Highest> {
        let mut highest: Option<Highest> = None;
        for look in looks {
            let found = match look {
                Look::Even { first, count, width } => self.even(*first, *count, *width),
                Look::Odd { start, minutes, pieces } => {
                    Highest { micro_kw_minutes: self.micro_kw_minutes(pieces), minutes: *minutes, start: *start }
                }
            };
            if highest.is_none_or(|known| known.is_below(&found)) {
                highest = Some(found);
            }
        }
        highest
    }

    fn even(&self, first: usize, count: usize, width: usize) -> Highest {
        let (mut most, mut window) = (i64::MIN, 0);
        if width == 1 {
            for (number, kw) in self.kw[first..first + count].iter().enumerate() {
                if *kw > most {
                    (most, window) = (*kw, number);
                }
            }
        } else {
            for number in 0..count {
                let sum = self.sum(first + number * width, width);
                if sum > most {
                    (most, window) = (sum, number);
                }
            }
        }
        let step = self.grid.step_minutes;
        Highest {
            micro_kw_minutes: i128::from(most) * i128::from(step),
            minutes: step * i64::try_from(width).unwrap_or(1),
            start: self.grid.start_of(first + window * width),
        }
    }
}

impl Highest {
    fn is_below(&self, other: &Highest) -> bool {
        self.micro_kw_minutes * i128::from(other.minutes) < other.micro_kw_minutes * i128::from(self.minutes)
    }
}

fn decimal(micro: i128) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(micro, SCALE).ok()
}

/// Gives a load's answers in the order in which they were asked for when the plan was made.
#[derive(Debug)]
pub(super) struct Replay<'a> {
    answers: &'a [Answer],
    order: &'a [usize],
    next: Cell<usize>,
    is_other: Cell<bool>,
}

impl<'a> Replay<'a> {
    pub fn new(answers: &'a [Answer], order: &'a [usize]) -> Self {
        Self { answers, order, next: Cell::new(0), is_other: Cell::new(false) }
    }

    /// Whether exactly what was asked then was asked now.
    pub fn is_complete(&self) -> bool {
        !self.is_other.get() && self.next.get() == self.order.len()
    }

    fn next(&self) -> Option<Answer> {
        let number = self.order.get(self.next.get());
        self.next.set(self.next.get() + 1);
        number.and_then(|number| self.answers.get(*number)).copied()
    }

    fn other<T: Default>(&self) -> T {
        self.is_other.set(true);
        T::default()
    }
}

impl Meter for Replay<'_> {
    fn kw_minutes(&self, _: &dyn Fn() -> Vec<Span>) -> Decimal {
        match self.next() {
            Some(Answer::KwMinutes(kw_minutes)) => kw_minutes,
            _ => self.other(),
        }
    }

    fn peak_kw(&self, _: &dyn Fn() -> Vec<Window>) -> Option<(Decimal, Instant)> {
        match self.next() {
            Some(Answer::PeakKw(peak)) => peak,
            _ => self.other(),
        }
    }

    fn peak_kvar(&self, _: &dyn Fn() -> Vec<Window>, _: Decimal) -> (Option<(Decimal, Instant)>, bool) {
        match self.next() {
            Some(Answer::PeakKvar(is_known)) => (None, is_known),
            _ => self.other(),
        }
    }
}
