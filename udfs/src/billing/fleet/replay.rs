use std::cell::Cell;

use super::grid::{Grid, Piece};
use super::question::{Look, Question};
use crate::billing::meter::Meter;
use crate::billing::window::Window;
use crate::model::{Decimal, Instant, Span};

/// Of an answer in kW minutes: 1e-6.
const SCALE: u32 = 6;

/// A load in micro-kW of which every sum is a whole number of 64 bits.
pub(super) struct Load<'a>(&'a [i64]);

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
    at: At,
}

/// Where a window starts.
#[derive(Clone, Copy)]
enum At {
    Interval(usize),
    Within(Instant),
}

impl<'a> Load<'a> {
    /// `None` for a value below 0, or too many.
    pub fn new(kw: &'a [i64]) -> Option<Self> {
        // below 0 if one is, and else at least as much as any
        let bits = kw.iter().fold(0, |bits, kw| bits | kw);
        let is_fine = bits >= 0 && bits.checked_mul(i64::try_from(kw.len()).ok()?).is_some();
        is_fine.then_some(Self(kw))
    }

    pub fn answers(&self, grid: &Grid, questions: &[Question], looks: &[Look]) -> Option<Vec<Answer>> {
        if self.0.len() != grid.count {
            return None;
        }
        let found: Vec<Highest> = looks.iter().map(|look| self.highest(grid, look)).collect();
        questions.iter().map(|question| self.answer(grid, question, &found)).collect()
    }

    fn answer(&self, grid: &Grid, question: &Question, found: &[Highest]) -> Option<Answer> {
        Some(match question {
            Question::KwMinutes(pieces) => Answer::KwMinutes(decimal(self.micro_kw_minutes(pieces))?),
            Question::PeakKw(looks) => {
                let found = looks.iter().map(|look| found[*look]);
                let highest = found.reduce(|known, other| if known.is_below(&other) { other } else { known });
                Answer::PeakKw(match highest {
                    Some(highest) => Some((highest.kw()?, highest.start(grid))),
                    None => None,
                })
            }
            Question::PeakKvar { is_known } => Answer::PeakKvar(*is_known),
        })
    }

    fn micro_kw_minutes(&self, pieces: &[Piece]) -> i128 {
        let of = |piece: &Piece| i128::from(self.sum(piece.first, piece.count)) * i128::from(piece.minutes);
        pieces.iter().map(of).sum()
    }

    fn sum(&self, first: usize, count: usize) -> i64 {
        self.0[first..first + count].iter().sum()
    }

    fn highest(&self, grid: &Grid, look: &Look) -> Highest {
        match look {
            Look::Even { first, count, width } => self.even(grid.step_minutes, *first, *count, *width),
            Look::Odd { start, minutes, pieces } => {
                Highest { micro_kw_minutes: self.micro_kw_minutes(pieces), minutes: *minutes, at: At::Within(*start) }
            }
        }
    }

    fn even(&self, step_minutes: i64, first: usize, count: usize, width: usize) -> Highest {
        let (mut most, mut window) = (i64::MIN, 0);
        let mut see = |number: usize, kw: i64| {
            if kw > most {
                (most, window) = (kw, number);
            }
        };
        let kw = &self.0[first..first + count * width];
        if width == 1 {
            kw.iter().enumerate().for_each(|(number, kw)| see(number, *kw));
        } else {
            kw.chunks_exact(width).enumerate().for_each(|(number, kw)| see(number, kw.iter().sum()));
        }
        Highest {
            micro_kw_minutes: i128::from(most) * i128::from(step_minutes),
            minutes: step_minutes * i64::try_from(width).unwrap_or(1),
            at: At::Interval(first + window * width),
        }
    }
}

impl Highest {
    fn kw(&self) -> Option<Decimal> {
        decimal(self.micro_kw_minutes)?.checked_div(Decimal::from(self.minutes))
    }

    fn start(&self, grid: &Grid) -> Instant {
        match self.at {
            At::Interval(index) => grid.start_of(index),
            At::Within(start) => start,
        }
    }

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
