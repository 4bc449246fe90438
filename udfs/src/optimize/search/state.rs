use super::super::Score;
use super::super::instance::Instance;
use crate::operation::{Crew, Occupancy, Plant, Run, RunCosts, RunPlanner};

/// Unit and start of a task.
pub type Place = Option<(usize, usize)>;

/// A schedule under change, with its cost.
///
/// A change moves a few tasks, plans the runs of the units it touched anew and adds the load up; [`State::undo`] takes
/// it back. Runs are chosen by energy prices and, above the peaks that are paid for anyway, by demand prices.
#[derive(Debug)]
pub struct State<'a> {
    pub instance: &'a Instance,
    pub places: Vec<Place>,
    jobs: Vec<Occupancy>,
    /// Tasks on each unit, in no order that matters.
    tasks_on: Vec<Vec<usize>>,
    crew: Crew,
    units: Vec<UnitState>,
    /// Electric load with the base load, kW.
    total: Vec<f64>,
    peaks: Vec<f64>,
    score: Score,
    saved: Saved,
    planner: RunPlanner<f64>,
    scratch: Scratch,
    /// By interval: kW above which demand costs, and what a kW costs there.
    ceiling: Vec<f64>,
    demand_price: Vec<f64>,
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
struct Saved {
    places: Vec<(usize, Place)>,
    units: Vec<(usize, UnitState)>,
    total: Vec<f64>,
    peaks: Vec<f64>,
    score: Option<Score>,
}

#[derive(Debug, Default)]
struct Scratch {
    on: Vec<f64>,
    start: Vec<f64>,
    touched: Vec<usize>,
}

impl<'a> State<'a> {
    /// No task placed. `None` if the rules of a unit cannot be kept even without jobs.
    pub fn empty(instance: &'a Instance) -> Option<Self> {
        let plant = &instance.plant;
        let intervals = plant.intervals;
        let mut demand_price = vec![0.0; intervals];
        for charge in &instance.peaks {
            charge.all_windows().flatten().for_each(|(t, _)| demand_price[t] += charge.rate);
        }
        let unit = UnitState { if_on: vec![0.0; intervals], load: vec![0.0; intervals], runs: Vec::new(), cost: 0.0 };
        let mut state = Self {
            instance,
            places: vec![None; plant.tasks.len()],
            jobs: vec![Occupancy::new(intervals, plant.step); plant.units.len()],
            tasks_on: vec![Vec::new(); plant.units.len()],
            crew: plant.crew.clone(),
            units: vec![unit; plant.units.len()],
            total: instance.base_load.clone(),
            peaks: vec![0.0; instance.peaks.len()],
            score: Score { unmet: [0; 10], excess: 0, cost: 0.0 },
            saved: Saved::default(),
            planner: RunPlanner::new(),
            scratch: Scratch::default(),
            ceiling: vec![f64::INFINITY; intervals],
            demand_price,
        };
        for task in &plant.tasks {
            state.score.unmet[unmet_index(task.priority)] += 1;
        }
        for unit in 0..plant.units.len() {
            state.update_if_on(unit, 0..intervals);
            if !state.plan_runs(unit) {
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

    pub fn jobs_on(&self, unit: usize) -> impl Iterator<Item = usize> + '_ {
        self.tasks_on[unit].iter().copied()
    }

    pub fn has_room(&self, task: usize, unit: usize, start: usize) -> bool {
        let plant = &self.instance.plant;
        self.jobs[unit].has_room(&plant.units[unit], &plant.tasks[task], start)
    }

    /// Moves tasks, all at once. `false`, with nothing changed, if a hard constraint that is not elastic would break.
    pub fn change(&mut self, moves: &[(usize, Place)]) -> bool {
        let plant = &self.instance.plant;
        self.saved.places.clear();
        self.saved.units.clear();
        self.saved.score = Some(self.score);
        let mut touched = std::mem::take(&mut self.scratch.touched);
        touched.clear();
        let mut touch = |unit: usize| {
            if !touched.contains(&unit) {
                touched.push(unit);
            }
        };
        for (task, place) in moves {
            self.saved.places.push((*task, self.places[*task]));
            if let Some((unit, _)) = self.places[*task] {
                touch(unit);
            }
            if let Some((unit, _)) = place {
                touch(*unit);
            }
            self.lift(*task);
        }
        for (task, place) in moves {
            let Some((unit, start)) = *place else { continue };
            let data = &plant.tasks[*task];
            if !self.has_room(*task, unit, start) || !self.crew.fits(data, start) {
                self.restore_places();
                return false;
            }
            self.put(*task, unit, start);
        }
        if moves.iter().any(|(task, _)| !self.in_order(*task)) {
            self.restore_places();
            return false;
        }
        self.saved.total.clone_from(&self.total);
        self.saved.peaks.clone_from(&self.peaks);
        for &unit in &touched {
            self.saved.units.push((unit, self.units[unit].clone()));
            let changed = moves.iter().zip(&self.saved.places).flat_map(|((task, new), (_, old))| {
                let length = plant.tasks[*task].intervals;
                [*new, *old].into_iter().flatten().filter(|place| place.0 == unit).map(move |(_, s)| s..s + length)
            });
            let ranges: Vec<_> = changed.collect();
            for range in ranges {
                self.update_if_on(unit, range);
            }
            if !self.plan_runs(unit) {
                self.undo();
                return false;
            }
        }
        for (unit, old) in &self.saved.units {
            if plant.units[*unit].electric {
                let new = &self.units[*unit].load;
                for (t, total) in self.total.iter_mut().enumerate() {
                    *total += new[t] - old.load[t];
                }
            }
        }
        self.scratch.touched = touched;
        self.evaluate();
        true
    }

    /// Takes the last change back.
    pub fn undo(&mut self) {
        self.restore_places();
        for (unit, old) in self.saved.units.drain(..) {
            self.units[unit] = old;
        }
        std::mem::swap(&mut self.total, &mut self.saved.total);
        std::mem::swap(&mut self.peaks, &mut self.saved.peaks);
        if let Some(score) = self.saved.score.take() {
            self.score = score;
        }
    }

    /// Makes the present peaks the ones that are paid for anyway.
    pub fn settle(&mut self) {
        self.ceiling.fill(f64::INFINITY);
        for (charge, peak) in self.instance.peaks.iter().zip(&self.peaks) {
            let level = peak.max(charge.paid);
            for t in charge.intervals.iter().copied().chain(charge.windows.iter().flatten().map(|(t, _)| *t)) {
                self.ceiling[t] = self.ceiling[t].min(level);
            }
        }
    }

    /// Adds the load up anew, so that rounding does not pile up, and plans every unit's runs again.
    pub fn refresh(&mut self) {
        self.add_up();
        self.settle();
        for unit in 0..self.units.len() {
            let old = self.units[unit].clone();
            let before = self.score;
            if !self.plan_runs(unit) {
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

    fn add_up(&mut self) {
        self.total.clone_from(&self.instance.base_load);
        for (unit, data) in self.units.iter().zip(&self.instance.plant.units) {
            if data.electric {
                self.total.iter_mut().zip(&unit.load).for_each(|(total, load)| *total += load);
            }
        }
        self.evaluate();
    }

    fn evaluate(&mut self) {
        let mut cost = self.instance.base_cost;
        for unit in &self.units {
            cost += unit.cost;
        }
        for (charge, peak) in self.instance.peaks.iter().zip(&mut self.peaks) {
            *peak = charge.peak(&self.total);
            cost += charge.cost(*peak);
        }
        self.score.cost = cost;
        if self.instance.plant.demand_limit.is_some() {
            self.score.excess = self.excess();
        }
    }

    fn excess(&self) -> i64 {
        let plant: &Plant = &self.instance.plant;
        let load: Vec<i64> = self.total.iter().map(|kw| (kw * 1e9).round() as i64).collect();
        plant.demand_excess(&load)
    }

    fn restore_places(&mut self) {
        let saved = std::mem::take(&mut self.saved.places);
        for (task, _) in &saved {
            self.lift(*task);
        }
        for (task, place) in &saved {
            if let Some((unit, start)) = place {
                self.put(*task, *unit, *start);
            }
        }
        self.saved.places = saved;
        self.saved.places.clear();
        if let Some(score) = self.saved.score {
            self.score = score;
        }
    }

    fn put(&mut self, task: usize, unit: usize, start: usize) {
        let plant = &self.instance.plant;
        let data = &plant.tasks[task];
        self.jobs[unit].put(data, start);
        self.tasks_on[unit].push(task);
        self.crew.put(data, start);
        self.places[task] = Some((unit, start));
        let index = unmet_index(data.priority);
        self.score.unmet[index] -= 1;
        self.score.unmet[index + 1] += data.late_minutes(start, plant.step);
    }

    fn lift(&mut self, task: usize) {
        let Some((unit, start)) = self.places[task].take() else { return };
        let plant = &self.instance.plant;
        let data = &plant.tasks[task];
        self.jobs[unit].remove(data, start);
        self.tasks_on[unit].retain(|t| *t != task);
        self.crew.remove(data, start);
        let index = unmet_index(data.priority);
        self.score.unmet[index] += 1;
        self.score.unmet[index + 1] -= data.late_minutes(start, plant.step);
    }

    fn in_order(&self, task: usize) -> bool {
        let plant = &self.instance.plant;
        let Some((_, start)) = self.places[task] else {
            return plant.tasks[task].successors.iter().all(|s| self.places[*s].is_none());
        };
        let ends = |task: usize, start: usize| start * plant.step + plant.tasks[task].minutes;
        let data = &plant.tasks[task];
        data.predecessor.is_none_or(|p| self.places[p].is_some_and(|(_, s)| ends(p, s) <= start * plant.step))
            && data.successors.iter().all(|s| self.places[*s].is_none_or(|(_, s)| ends(task, start) <= s * plant.step))
    }

    fn update_if_on(&mut self, unit: usize, range: std::ops::Range<usize>) {
        let data = &self.instance.plant.units[unit];
        let input = self.instance.units[unit].input_per_nano;
        for t in range {
            self.units[unit].if_on[t] = self.jobs[unit].heat(data.min_load, t) as f64 * input;
        }
    }

    fn plan_runs(&mut self, unit: usize) -> bool {
        let instance = self.instance;
        let (data, costs) = (&instance.plant.units[unit], &instance.units[unit]);
        let state = &mut self.units[unit];
        let (on, start) = (&mut self.scratch.on, &mut self.scratch.start);
        on.clear();
        on.extend(state.if_on.iter().zip(&costs.price).map(|(kw, price)| kw * price));
        start.clone_from(&costs.start_cost);
        if data.electric && !instance.peaks.is_empty() {
            for t in 0..on.len() {
                let room = self.ceiling[t] - (self.total[t] - state.load[t]) - state.if_on[t];
                let price = self.demand_price[t];
                on[t] += price * (-room).max(0.0);
                if let [(at, kw)] = costs.start[t][..]
                    && at == t
                {
                    start[t] += price * (kw - room.max(0.0)).max(0.0);
                }
            }
        }
        let prices = RunCosts { on, start, stop: &costs.stop_cost };
        let jobs = &self.jobs[unit];
        let Some((_, runs)) = self.planner.plan(data, &instance.plant.day, prices, |t| jobs.is_busy(t)) else {
            return false;
        };
        state.load.fill(0.0);
        state.cost = 0.0;
        let mut add = |loads: &[(usize, f64)]| loads.iter().for_each(|(t, kw)| state.load[*t] += kw);
        if data.initially_on && runs.first().is_none_or(|run| run.on > 0) {
            add(&costs.stop[0]);
        }
        for run in &runs {
            if run.started {
                add(&costs.start[run.on]);
            }
            add(&costs.stop[run.off]);
        }
        for run in &runs {
            for t in run.on..run.off {
                state.load[t] += state.if_on[t];
            }
        }
        state.cost = state.load.iter().zip(&costs.price).map(|(kw, price)| kw * price).sum();
        state.runs = runs;
        true
    }
}

fn unmet_index(priority: u8) -> usize {
    2 * usize::from(priority.clamp(1, 5) - 1)
}

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
