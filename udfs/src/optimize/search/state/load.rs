use super::{Place, State};
use crate::model::{Problem, Schedule};
use crate::operation::Run;
use crate::optimize::instance::Instance;

impl<'a> State<'a> {
    /// A schedule as it is, with its own on-periods. `None` if it is off the grid or breaks a constraint that no plan
    /// gives up.
    pub fn of(problem: &Problem, instance: &'a Instance, schedule: &Schedule) -> Option<Self> {
        let boundary = |at| problem.horizon.boundary(at);
        let mut state = Self::empty(instance)?;
        let mut moves: Vec<(usize, Place)> = Vec::with_capacity(schedule.assignments.len());
        for assignment in &schedule.assignments {
            moves.push((assignment.job, Some((assignment.equipment, boundary(assignment.start)?))));
        }
        if !state.change(&moves) {
            return None;
        }
        let mut runs = vec![Vec::new(); state.units.len()];
        for run in &schedule.runs {
            let (on, off) = (boundary(run.on)?, boundary(run.off)?);
            runs[run.equipment].push(Run { on, off, started: run.start_counted });
        }
        for (unit, mut runs) in runs.into_iter().enumerate() {
            runs.sort_unstable_by_key(|run| run.on);
            state.take_runs(unit, runs);
        }
        state.add_up();
        state.settle();
        Some(state)
    }

    fn take_runs(&mut self, unit: usize, runs: Vec<Run>) {
        let whole = 0..self.instance.plant.intervals;
        self.units[unit].runs = runs;
        self.update_if_on(unit, whole.clone());
        self.update_load(unit, whole);
        let (state, costs) = (&mut self.units[unit], &self.instance.units[unit]);
        state.cost = state.load.iter().zip(&costs.price).map(|(kw, price)| kw * price).sum();
    }

    /// Electric load with the base load, kW, mean of each interval.
    pub fn load_kw(&self) -> &[f64] {
        &self.total
    }
}
