mod load;
mod places;
mod price;
mod runs;
mod saved;
mod solution;

use std::ops::Range;

use super::super::Score;
use super::super::instance::Instance;
use super::peak_watch::{Peak, PeakWatch};
use super::stretch;
use crate::operation::{Crew, Occupancy, Run, RunPlanner};
use places::unmet_index;
use saved::Saved;
pub use solution::Solution;

/// Unit and start of a task.
pub type Place = Option<(usize, usize)>;

/// A schedule under change, with its cost.
///
/// A change moves a few tasks, plans the runs of the units it touched anew around these tasks and corrects the load there;
/// [`State::undo`] takes it back. Runs are chosen by energy prices and, above the peaks that are paid for anyway, by
/// demand prices. [`State::refresh`] plans whole units.
#[derive(Debug)]
pub struct State<'a> {
    pub instance: &'a Instance,
    pub places: Vec<Place>,
    /// Tasks that half of the changes are about, if there are any.
    pub focus: Vec<usize>,
    jobs: Vec<Occupancy>,
    /// Tasks on each unit, in no order that matters.
    tasks_on: Vec<Vec<usize>>,
    crew: Crew,
    units: Vec<UnitState>,
    /// Electric load with the base load, kW.
    total: Vec<f64>,
    watches: Vec<PeakWatch>,
    peaks: Vec<Peak>,
    /// kW above the demand limit, nano, by its windows.
    excess: Vec<i64>,
    score: Score,
    /// Tasks with a place that is not their previous one.
    moved: usize,
    saved: Saved,
    planner: RunPlanner<f64>,
    scratch: Scratch,
    /// By interval: kW above which demand costs, and what a kW costs there.
    ceiling: Vec<f64>,
    demand_price: Vec<f64>,
    /// The peaks of which `ceiling` was made.
    settled: Vec<Peak>,
}

#[derive(Debug, Clone, Default)]
struct UnitState {
    /// kW of input if the unit is on, by interval.
    if_on: Vec<f64>,
    load: Vec<f64>,
    runs: Vec<Run>,
    cost: f64,
}

#[derive(Debug, Default)]
struct Scratch {
    on: Vec<f64>,
    start: Vec<f64>,
    load: Vec<f64>,
    changed: Vec<(usize, Range<usize>)>,
}

impl<'a> State<'a> {
    /// No task placed. `None` if the rules of a unit cannot be kept even without jobs.
    pub fn empty(instance: &'a Instance) -> Option<Self> {
        let plant = &instance.plant;
        let intervals = plant.intervals;
        let mut demand_price = vec![0.0; intervals];
        for charge in &instance.peaks {
            charge.all_windows().flatten().for_each(|(t, _)| demand_price[t] += charge.highest_rate());
        }
        let unit = UnitState { if_on: vec![0.0; intervals], load: vec![0.0; intervals], runs: Vec::new(), cost: 0.0 };
        let mut state = Self {
            instance,
            places: vec![None; plant.tasks.len()],
            focus: Vec::new(),
            jobs: vec![Occupancy::new(intervals, plant.step); plant.units.len()],
            tasks_on: vec![Vec::new(); plant.units.len()],
            crew: plant.crew.clone(),
            units: vec![unit; plant.units.len()],
            total: instance.base_load.clone(),
            watches: instance.peaks.iter().map(PeakWatch::new).collect(),
            peaks: vec![Peak::NONE; instance.peaks.len()],
            excess: vec![0; plant.limit_windows.len()],
            score: Score { unmet: [0; 10], excess: 0, cost: 0.0, moves: 0.0 },
            moved: 0,
            saved: Saved::default(),
            planner: RunPlanner::new(),
            scratch: Scratch::default(),
            ceiling: vec![f64::INFINITY; intervals],
            demand_price,
            settled: Vec::new(),
        };
        for task in &plant.tasks {
            state.score.unmet[unmet_index(task.priority)] += 1;
        }
        for unit in 0..plant.units.len() {
            state.update_if_on(unit, 0..intervals);
            if !state.plan_whole(unit) {
                return None;
            }
        }
        state.add_up();
        state.settle();
        Some(state)
    }

    pub fn score(&self) -> Score {
        self.score
    }

    pub fn runs(&self, unit: usize) -> &[Run] {
        &self.units[unit].runs
    }

    pub fn jobs_on(&self, unit: usize) -> impl Iterator<Item = usize> + '_ {
        self.tasks_on[unit].iter().copied()
    }

    /// Tasks that are late or have no place, but could have one.
    pub fn unmet(&self) -> Vec<usize> {
        let plant = &self.instance.plant;
        let late = |task: usize| {
            self.places[task].is_none_or(|(_, start)| plant.tasks[task].late_minutes(start, plant.step) > 0)
        };
        (0..self.places.len()).filter(|task| !plant.tasks[*task].impossible && late(*task)).collect()
    }

    /// Tasks that stand elsewhere than in the previous schedule, and could stand there by their own data.
    pub fn moved(&self) -> Vec<usize> {
        (0..self.places.len()).filter(|task| self.instance.has_moved(*task, self.places[*task])).collect()
    }

    /// Whether enough crew is on shift for the task beside those at work.
    pub fn has_crew(&self, task: usize, start: usize) -> bool {
        self.crew.fits(&self.instance.plant.tasks[task], start)
    }

    pub fn has_room(&self, task: usize, unit: usize, start: usize) -> bool {
        let plant = &self.instance.plant;
        self.jobs[unit].has_room(&plant.units[unit], &plant.tasks[task], start)
    }

    /// Moves tasks, all at once. `false`, with nothing changed, if a hard constraint that is not elastic would break.
    pub fn change(&mut self, moves: &[(usize, Place)]) -> bool {
        self.saved.places.clear();
        self.saved.made = 0;
        self.saved.score = Some(self.score);
        for (task, _) in moves {
            self.saved.places.push((*task, self.places[*task]));
            self.lift(*task);
        }
        for (task, place) in moves {
            let Some((unit, start)) = *place else { continue };
            if !self.has_room(*task, unit, start) || !self.has_crew(*task, start) {
                self.restore_places();
                return false;
            }
            self.put(*task, unit, start);
        }
        if moves.iter().any(|(task, _)| !self.in_order(*task)) {
            self.restore_places();
            return false;
        }
        self.plan_changed(moves)
    }

    /// Takes a task out although others may wait for it. `false`, with nothing changed, if no runs are left then.
    pub fn take_out(&mut self, task: usize) -> bool {
        self.saved.places.clear();
        self.saved.made = 0;
        self.saved.score = Some(self.score);
        self.saved.places.push((task, self.places[task]));
        self.lift(task);
        self.plan_changed(&[(task, None)])
    }

    /// Plans the runs around what moved, and prices the whole.
    fn plan_changed(&mut self, moves: &[(usize, Place)]) -> bool {
        self.saved.peaks.clone_from(&self.peaks);
        self.find_changed(moves);
        let changed = std::mem::take(&mut self.scratch.changed);
        let planned = changed.iter().all(|(unit, intervals)| self.plan_around(*unit, intervals));
        self.scratch.changed = changed;
        if !planned {
            self.undo();
            return false;
        }
        self.evaluate();
        true
    }

    /// The intervals of each unit that tasks left or came to, those that are close together as one.
    fn find_changed(&mut self, moves: &[(usize, Place)]) {
        let plant = &self.instance.plant;
        let changed = &mut self.scratch.changed;
        changed.clear();
        for ((task, new), (_, old)) in moves.iter().zip(&self.saved.places) {
            let length = plant.tasks[*task].intervals;
            changed.extend([*new, *old].into_iter().flatten().map(|(unit, start)| (unit, start..start + length)));
        }
        changed.sort_unstable_by_key(|(unit, intervals)| (*unit, intervals.start));
        changed.dedup_by(|next, kept| {
            let gap = 2 * stretch::margin(&plant.units[kept.0]);
            let joined = next.0 == kept.0 && next.1.start <= kept.1.end + gap;
            if joined {
                kept.1.end = kept.1.end.max(next.1.end);
            }
            joined
        });
    }

    /// Adds the load up anew, so that rounding does not pile up, and plans every unit's runs again.
    pub fn refresh(&mut self) {
        self.add_up();
        self.settle();
        for unit in 0..self.units.len() {
            let old = self.units[unit].clone();
            let before = self.score;
            if !self.plan_whole(unit) {
                self.units[unit] = old;
                continue;
            }
            self.add_up();
            if self.score.compare(&before).is_gt() {
                self.units[unit] = old;
                self.add_up();
            }
        }
        self.settle();
    }
}
