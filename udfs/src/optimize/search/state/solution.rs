use super::super::super::Score;
use super::{Place, State};
use crate::model::{Assignment, Problem, Schedule};
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

impl Solution {
    pub fn schedule(&self, problem: &Problem) -> Schedule {
        let places = self.places.iter().enumerate();
        let assignments = places.filter_map(|(job, place)| {
            place.map(|(equipment, start)| Assignment { job, equipment, start: problem.horizon.instant(start) })
        });
        let mut schedule = Schedule { assignments: assignments.collect(), runs: Vec::new() };
        for (equipment, runs) in self.runs.iter().enumerate() {
            schedule.runs.extend(runs.iter().map(|run| run.to_equipment_run(problem, equipment)));
        }
        schedule.sort();
        schedule
    }
}
