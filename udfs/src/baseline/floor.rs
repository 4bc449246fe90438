use crate::operation::{Crew, Occupancy, Plant, Run, input_load, price_blind_runs};

/// The plant floor while a schedule is made: what runs where, and the load it makes.
#[derive(Debug, Clone)]
pub struct Floor<'a> {
    plant: &'a Plant,
    crew: Crew,
    jobs: Vec<Occupancy>,
    runs: Vec<Vec<Run>>,
    /// Electric input of each unit in nano-kW, kept where there is a demand limit.
    inputs: Vec<Vec<i64>>,
    /// Unit and start of each task.
    pub places: Vec<Option<(usize, usize)>>,
}

/// Which of the site's shared limits a placement keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    All,
    /// Not the demand limit, nor the crew, nor the order of jobs: for jobs that stay where they are.
    UnitOnly,
}

impl<'a> Floor<'a> {
    pub fn new(plant: &'a Plant) -> Self {
        let empty = Occupancy::new(plant.intervals, plant.step);
        let runs: Vec<Vec<Run>> =
            plant.units.iter().map(|unit| price_blind_runs(plant, unit, &empty).unwrap_or_default()).collect();
        let inputs =
            plant.units.iter().zip(&runs).map(|(unit, runs)| input_load(unit, &empty, runs, plant.step)).collect();
        Self {
            plant,
            crew: plant.crew.clone(),
            jobs: vec![empty; plant.units.len()],
            runs,
            inputs,
            places: vec![None; plant.tasks.len()],
        }
    }

    /// Puts the task there if everything that `keep` names stays kept.
    pub fn try_put(&mut self, task: usize, unit: usize, start: usize, keep: Keep) -> bool {
        let plant = self.plant;
        let (job, equipment) = (&plant.tasks[task], &plant.units[unit]);
        if !self.jobs[unit].has_room(equipment, job, start) {
            return false;
        }
        if keep == Keep::All && !(self.crew.fits(job, start) && self.in_order(task, start)) {
            return false;
        }
        self.jobs[unit].put(job, start);
        let runs = price_blind_runs(plant, equipment, &self.jobs[unit]);
        let kept = runs.filter(|runs| keep == Keep::UnitOnly || self.keeps_demand_limit(unit, runs));
        let Some(runs) = kept else {
            self.jobs[unit].remove(job, start);
            return false;
        };
        self.inputs[unit] = input_load(equipment, &self.jobs[unit], &runs, plant.step);
        self.runs[unit] = runs;
        self.crew.put(job, start);
        self.places[task] = Some((unit, start));
        true
    }

    pub fn runs(&self) -> &[Vec<Run>] {
        &self.runs
    }

    fn in_order(&self, task: usize, start: usize) -> bool {
        let plant = self.plant;
        let end_minute = |t: usize, start: usize| start * plant.step + plant.tasks[t].minutes;
        let task_data = &plant.tasks[task];
        let after = task_data
            .predecessor
            .is_none_or(|p| self.places[p].is_some_and(|(_, begun)| end_minute(p, begun) <= start * plant.step));
        let before = task_data
            .successors
            .iter()
            .all(|s| self.places[*s].is_none_or(|(_, begins)| end_minute(task, start) <= begins * plant.step));
        after && before
    }

    /// A rise over the limit that was there before the unit changed is not the unit's.
    fn keeps_demand_limit(&self, unit: usize, runs: &[Run]) -> bool {
        let plant = self.plant;
        if plant.demand_limit.is_none() || !plant.units[unit].electric {
            return true;
        }
        let mut load = plant.base_load.clone();
        let mut add = |input: &[i64]| load.iter_mut().zip(input).for_each(|(load, input)| *load += input);
        for (other, input) in self.inputs.iter().enumerate().filter(|(other, _)| plant.units[*other].electric) {
            if other != unit {
                add(input);
            }
        }
        let without = load.clone();
        let input = input_load(&plant.units[unit], &self.jobs[unit], runs, plant.step);
        load.iter_mut().zip(&input).for_each(|(load, input)| *load += input);
        let mut before = without;
        before.iter_mut().zip(&self.inputs[unit]).for_each(|(load, input)| *load += input);
        plant.demand_excess(&load) <= plant.demand_excess(&before)
    }
}
