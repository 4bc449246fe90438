use super::enumerate::enumerate;
use super::facts::{Fact, fact};
use crate::model::Problem;
use crate::operation::Plant;

/// Whether a problem has a plan that holds all constraints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Proved; by arithmetic, or else by having tried everything.
    Impossible(Option<Fact>),
    /// There is one.
    Possible,
    Unknown,
}

impl Verdict {
    pub fn is_impossible(&self) -> bool {
        matches!(self, Verdict::Impossible(_))
    }
}

pub fn verdict(problem: &Problem) -> Verdict {
    let plant = Plant::new(problem);
    match fact(&plant) {
        Some(fact) => Verdict::Impossible(Some(fact)),
        None => enumerate(&plant),
    }
}
