use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;

use super::grid::Grid;
use super::question::{Look, Question};
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
    pub questions: Numbered<Question>,
    pub order: Vec<usize>,
    pub looks: Numbered<Look>,
}

/// Values that are all different, by number.
#[derive(Debug)]
pub(super) struct Numbered<T> {
    pub values: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn number(&mut self, value: T) -> usize {
        *self.numbers.entry(value).or_insert_with_key(|value| {
            self.values.push(value.clone());
            self.values.len() - 1
        })
    }
}

impl Recorder {
    pub fn new(grid: Grid) -> Self {
        Self { grid, asked: RefCell::default() }
    }

    pub fn asked(self) -> Asked {
        self.asked.into_inner()
    }

    fn note(&self, question: Question) {
        let asked = &mut *self.asked.borrow_mut();
        asked.order.push(asked.questions.number(question));
    }
}

impl Meter for Recorder {
    fn kw_minutes(&self, spans: &dyn Fn() -> Vec<Span>) -> Decimal {
        self.note(Question::kw_minutes(&self.grid, &spans()));
        Decimal::ZERO
    }

    fn peak_kw(&self, windows: &dyn Fn() -> Vec<Window>) -> Option<(Decimal, Instant)> {
        let windows = windows();
        let looks = Look::all(&self.grid, &windows);
        let numbers = looks.into_iter().map(|look| self.asked.borrow_mut().looks.number(look)).collect();
        self.note(Question::PeakKw(numbers));
        windows.first().map(|window| (Decimal::ZERO, window.start))
    }

    fn peak_kvar(&self, windows: &dyn Fn() -> Vec<Window>, _: Decimal) -> (Option<(Decimal, Instant)>, bool) {
        let is_known = windows().is_empty();
        self.note(Question::PeakKvar { is_known });
        (None, is_known)
    }
}
