use std::ops::Range;

use super::At;
use crate::model::Problem;
use crate::operation::Plant;
use crate::optimize::search::Place;

/// The plan as the rules see it.
pub struct Site<'a> {
    pub problem: &'a Problem,
    pub plant: &'a Plant,
    pub places: &'a [Place],
}

impl Site<'_> {
    /// Intervals that the job touches there.
    pub fn intervals(&self, at: At) -> Range<usize> {
        at.start..at.start + self.plant.tasks[at.job].intervals
    }

    /// Minute of the horizon at which a job that starts at this boundary ends.
    pub fn end_minute(&self, job: usize, start: usize) -> usize {
        start * self.plant.step + self.plant.tasks[job].minutes
    }

    /// Other jobs on the unit that touch the interval.
    pub fn others(&self, at: At, interval: usize) -> impl Iterator<Item = usize> + '_ {
        let touches = move |job: &usize| {
            self.places[*job].is_some_and(|(unit, start)| {
                unit == at.unit && (start..start + self.plant.tasks[*job].intervals).contains(&interval)
            })
        };
        (0..self.places.len()).filter(move |job| *job != at.job).filter(touches)
    }

    pub fn job_id(&self, job: usize) -> &str {
        &self.problem.jobs[job].job_id
    }

    pub fn equipment_id(&self, unit: usize) -> &str {
        &self.problem.equipment[unit].equipment_id
    }
}
