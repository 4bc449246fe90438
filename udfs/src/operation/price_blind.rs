use super::{Occupancy, Plant, Price, Run, RunCosts, RunPlanner, Unit};
use crate::model::{Assignment, EquipmentRun, Problem};

/// The on-periods of a plant that does not look at prices: on while jobs run and no longer, except where the minimum run
/// time, a gap too short for shutdown and start-up, or the starts allowed in a day ask for it. `None` if no on-periods
/// keep the unit's rules.
pub fn price_blind_runs(plant: &Plant, unit: &Unit, jobs: &Occupancy) -> Option<Vec<Run>> {
    let on: Vec<i64> =
        (0..plant.intervals).map(|t| if unit.available[t] { 1 } else { <i64 as Price>::NEVER }).collect();
    let free = vec![0; plant.intervals + 1];
    let costs = RunCosts { on: &on, start: &free, stop: &free };
    RunPlanner::new().plan(unit, &plant.day, costs, |t| jobs.is_busy(t))
}

/// The price-blind on-periods for given assignments, by equipment and time. A unit whose rules no on-periods keep is on
/// exactly while its jobs run.
pub fn runs_for(problem: &Problem, assignments: &[Assignment]) -> Vec<EquipmentRun> {
    let plant = Plant::new(problem);
    let mut runs = Vec::new();
    for (equipment, unit) in plant.units.iter().enumerate() {
        let mut jobs = Occupancy::new(plant.intervals, plant.step);
        for assignment in assignments.iter().filter(|a| a.equipment == equipment) {
            let task = &plant.tasks[assignment.job];
            if let Some(start) = problem.horizon.boundary(assignment.start)
                && start + task.intervals <= plant.intervals
            {
                jobs.put(task, start);
            }
        }
        let planned = price_blind_runs(&plant, unit, &jobs).unwrap_or_else(|| while_busy(&plant, unit, &jobs));
        runs.extend(planned.iter().map(|run| run.to_equipment_run(problem, equipment)));
    }
    runs
}

fn while_busy(plant: &Plant, unit: &Unit, jobs: &Occupancy) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for t in (0..plant.intervals).filter(|t| jobs.is_busy(*t)) {
        match runs.last_mut() {
            Some(run) if run.off == t => run.off = t + 1,
            _ => runs.push(Run { on: t, off: t + 1, started: t > 0 || !unit.initially_on }),
        }
    }
    runs
}

impl Run {
    pub fn to_equipment_run(self, problem: &Problem, equipment: usize) -> EquipmentRun {
        let at = |t| problem.horizon.instant(t);
        EquipmentRun { equipment, on: at(self.on), off: at(self.off), start_counted: self.started }
    }
}
