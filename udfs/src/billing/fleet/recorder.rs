use std::cell::RefCell;
use std::collections::HashMap;

use super::grid::Grid;
use super::question::Question;
use crate::billing::meter::Meter;
use crate::billing::window::Window;
use crate::model::{Decimal, Instant, Span};

/// Notes what is asked, and answers 0.
#[derive(Debug)]
pub(super) struct Recorder {
    grid: Grid,
    asked: RefCell<Asked>,
}

/// Each question once, and the order in which they come.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub questions: Vec<Question>,
    pub order: Vec<usize>,
    numbers: HashMap<Question, usize>,
}

impl Recorder {
    pub fn new(grid: Grid) -> Self {
        Self { grid, asked: RefCell::default() }
    }

    pub fn asked(self) -> Asked {
        self.asked.into_inner()
    }

    fn note(&self, question: Question) {
        let Asked { questions, order, numbers } = &mut *self.asked.borrow_mut();
        let number = *numbers.entry(question).or_insert_with_key(|question| {
            questions.push(question.clone());
            questions.len() - 1
        });
        order.push(number);
    }
}

impl Meter for Recorder {
    fn kw_minutes(&self, spans: &dyn Fn() -> Vec<Span>) -> Decimal {
        self.note(Question::kw_minutes(&self.grid, &spans()));
        Decimal::ZERO
    }

    fn peak_kw(&self, windows: &dyn Fn() -> Vec<Window>) -> Option<(Decimal, Instant)> {
        let windows = windows();
        self.note(Question::peak_kw(&self.grid, &windows));
        windows.first().map(|window| (Decimal::ZERO, window.start))
    }

    fn peak_kvar(&self, windows: &dyn Fn() -> Vec<Window>, _: Decimal) -> (Option<(Decimal, Instant)>, bool) {
        let is_known = windows().is_empty();
        self.note(Question::PeakKvar { is_known });
        (None, is_known)
    }
}
