use super::catalogue::Catalogue;
use super::model::{Choice, Model};
use crate::optimize::peaks::PeakCharge;

/// The places of a task that give one answer to a question.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    pub task: usize,
    pub question: Question,
    pub answer: bool,
}

#[derive(Debug, Clone, Copy)]
pub enum Question {
    /// Does the task raise what the demand charge bills?
    Raises(usize),
    /// Is it on the unit?
    On(usize),
    /// Does it start before the boundary?
    Before(usize),
}

impl Question {
    fn answer(self, catalogue: &Catalogue, place: usize) -> bool {
        let at = &catalogue.places[place];
        match self {
            Question::Raises(charge) => catalogue.lumps[charge][place] > catalogue.floors[charge] + 1e-9,
            Question::On(unit) => at.unit == unit,
            Question::Before(start) => at.start < start,
        }
    }
}

impl Side {
    pub fn allows(&self, catalogue: &Catalogue, place: usize) -> bool {
        catalogue.places[place].task != self.task || self.question.answer(catalogue, place) == self.answer
    }

    pub fn other(&self) -> Self {
        Self { answer: !self.answer, ..*self }
    }
}

/// Less than this part of a task is no answer, but what an interior point leaves everywhere.
const TRACE: f64 = 0.02;

/// The question that a relaxation leaves most open, by the money in it: which charge a job raises, then where and when it
/// runs. `None`: every task has its place.
pub fn most_open(model: &Model<'_>, columns: &[f64]) -> Option<Side> {
    let open = Open { model, columns };
    let of_tasks = || model.choices.chunk_by(|a, b| a.task == b.task);
    let dearest = |sides: &mut dyn Iterator<Item = (f64, Side)>| {
        let best = sides.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.task.cmp(&a.1.task)));
        best.map(|(_, side)| side)
    };
    let by_money = dearest(&mut of_tasks().flat_map(|choices| open.raises(choices)));
    by_money.or_else(|| dearest(&mut of_tasks().flat_map(|choices| open.place(choices))))
}

struct Open<'a> {
    model: &'a Model<'a>,
    columns: &'a [f64],
}

impl Open<'_> {
    /// The answer with the larger part of the task, and the weight of the smaller.
    fn ask(&self, weight: f64, question: Question, choices: &[Choice]) -> Option<(f64, Side)> {
        let yes = |choice: &&Choice| question.answer(self.model.catalogue, choice.place);
        let part: f64 = choices.iter().filter(yes).map(|choice| self.columns[choice.column]).sum();
        let open = part.min(1.0 - part);
        let side = Side { task: choices[0].task, question, answer: part >= 0.5 };
        (open > TRACE).then_some((weight * open, side))
    }

    fn raises(&self, choices: &[Choice]) -> Vec<(f64, Side)> {
        let of = |(charge, peak): (usize, &PeakCharge)| {
            let highest = choices.iter().map(|choice| self.model.lump(charge, choice)).fold(0.0, f64::max);
            let kw = highest - self.model.catalogue.floors[charge];
            self.ask(peak.highest_rate() * kw, Question::Raises(charge), choices)
        };
        self.model.instance.peaks.iter().enumerate().filter_map(of).collect()
    }

    fn place(&self, choices: &[Choice]) -> Vec<(f64, Side)> {
        let kw = self.model.task(&choices[0]).power as f64;
        let units = choices.chunk_by(|a, b| a.unit == b.unit).map(|choices| Question::On(choices[0].unit));
        let mean: f64 = choices.iter().map(|choice| self.columns[choice.column] * choice.start as f64).sum();
        let questions = units.chain([Question::Before(mean.round() as usize)]);
        questions.filter_map(|question| self.ask(kw, question, choices)).collect()
    }
}
