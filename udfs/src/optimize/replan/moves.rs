use std::collections::BTreeSet;

use super::move_price;
use super::obstacle::{Obstacle, of_its_own, put_within_limit};
use crate::billing;
use crate::document::decimal_text;
use crate::error::Issues;
use crate::model::{Assignment, Decimal, JobMove, MovePlace, MoveReason, Problem, Replan, Schedule};
use crate::optimize::instance::Instance;
use crate::optimize::search::{Place, State};

/// Which jobs of the previous schedule stand elsewhere in this one, and why; `None` if there was no previous schedule.
pub fn replan(problem: &Problem, baseline: &Schedule, schedule: &Schedule) -> Result<Option<Replan>, Issues> {
    if problem.previous_schedule.is_empty() {
        return Ok(None);
    }
    let instance = Instance::new(problem)?;
    let mut moves = Vec::new();
    let mut plan = Plan { problem, schedule, state: load(problem, &instance, schedule), objective: None };
    for previous in &problem.previous_schedule {
        let Some(job) = problem.job_index(&previous.job_id) else { continue };
        let to = schedule.assignments.iter().find(|assignment| assignment.job == job);
        let to = to.map(|assignment| place(problem, assignment));
        let from = MovePlace { equipment_id: previous.equipment_id.clone(), start: previous.start };
        if to.as_ref() == Some(&from) {
            continue;
        }
        let Obstacle { reason, message } = match of_its_own(problem, &instance.plant, previous) {
            Ok(before) => plan.why(job, before)?,
            Err(obstacle) => obstacle,
        };
        moves.push(JobMove { job_id: previous.job_id.clone(), from, to, reason, message });
    }
    Ok(Some(Replan { move_price: move_price(problem, baseline)?, moves }))
}

fn place(problem: &Problem, assignment: &Assignment) -> MovePlace {
    let equipment_id = problem.equipment[assignment.equipment].equipment_id.clone();
    MovePlace { equipment_id, start: assignment.start }
}

/// The schedule's jobs where they are; what a broken schedule has where nothing can be is left out.
fn load<'a>(problem: &Problem, instance: &'a Instance, schedule: &Schedule) -> Option<State<'a>> {
    let mut state = State::empty(instance)?;
    let places: Vec<(usize, Place)> = schedule
        .assignments
        .iter()
        .filter_map(|a| Some((a.job, Some((a.equipment, problem.horizon.boundary(a.start)?)))))
        .collect();
    if !state.change(&places) {
        places.iter().for_each(|place| {
            state.change(std::slice::from_ref(place));
        });
    }
    Some(state)
}

/// A schedule in which single jobs are put back.
struct Plan<'a> {
    problem: &'a Problem,
    schedule: &'a Schedule,
    /// `None` where no on-periods keep an equipment's rules.
    state: Option<State<'a>>,
    /// Of the schedule, once it is asked for.
    objective: Option<Decimal>,
}

impl Plan<'_> {
    /// Why a job does not stand in a place that its own data allow.
    fn why(&mut self, job: usize, before: (usize, usize)) -> Result<Obstacle, Issues> {
        let Some(state) = &mut self.state else {
            let message = "no on-periods keep the rules of all equipment".to_string();
            return Ok(Obstacle { reason: MoveReason::Displaced, message });
        };
        let after = state.places[job];
        if let Err(obstacle) = put_within_limit(self.problem, state, job, before) {
            return Ok(obstacle);
        }
        let touched = [Some(before.0), after.map(|(unit, _)| unit)];
        let schedule = self.schedule_with(job, before, &touched);
        if let Some(state) = &mut self.state {
            state.undo();
        }
        let objective = |schedule: &Schedule| Ok::<_, Issues>(billing::price(self.problem, schedule)?.cost.objective);
        let own = match self.objective {
            Some(own) => own,
            None => objective(self.schedule)?,
        };
        let saves = objective(&schedule)? - own;
        self.objective = Some(own);
        let message = format!("there the plan would cost {} more", decimal_text(saves.round_dp(4)));
        Ok(Obstacle { reason: MoveReason::Cheaper { saves }, message })
    }

    /// The schedule with the job in another place and the runs that the touched units have now.
    fn schedule_with(&self, job: usize, (unit, start): (usize, usize), touched: &[Option<usize>]) -> Schedule {
        let start = self.problem.horizon.instant(start);
        let mut schedule = self.schedule.clone();
        schedule.assignments.retain(|assignment| assignment.job != job);
        schedule.assignments.push(Assignment { job, equipment: unit, start });
        schedule.runs.retain(|run| !touched.contains(&Some(run.equipment)));
        let units: BTreeSet<usize> = touched.iter().flatten().copied().collect();
        for unit in units {
            let runs = self.state.as_ref().map(|state| state.runs(unit)).unwrap_or_default();
            schedule.runs.extend(runs.iter().map(|run| run.to_equipment_run(self.problem, unit)));
        }
        schedule.sort();
        schedule
    }
}
