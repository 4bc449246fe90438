use super::super::super::Score;
use super::{Place, State};
use crate::operation::Run;

/// A free copy of what matters, to come back to.
#[derive(Debug, Clone)]
pub struct Solution {
    pub places: Vec<Place>,
    pub runs: Vec<Vec<Run>>,
    pub score: Score,
}

impl State<'_> {
    pub fn solution(&self) -> Solution {
        let runs = self.units.iter().map(|unit| unit.runs.clone()).collect();
        Solution { places: self.places.clone(), runs, score: self.score }
    }
}
