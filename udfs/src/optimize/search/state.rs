use std::ops::Range;

use super::super::Score;
use super::super::instance::Instance;
use super::peak_watch::{Peak, PeakWatch};
use super::stretch;
use crate::operation::{Crew, Occupancy, Plant, Run, RunCosts, RunPlanner, Stretch};

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

/// What a change replaced.
#[derive(Debug, Default)]
struct Saved {
    places: Vec<(usize, Place)>,
    /// In the order in which they were made; the first `made` of them, the rest is kept for its memory.
    edits: Vec<Edit>,
    made: usize,
    peaks: Vec<Peak>,
    score: Option<Score>,
}

/// A stretch of a unit as it was.
#[derive(Debug, Default)]
struct Edit {
    unit: usize,
    intervals: Range<usize>,
    if_on: Vec<f64>,
    load: Vec<f64>,
    total: Vec<f64>,
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
            charge.all_windows().flatten().for_each(|(t, _)| demand_price[t] += charge.rate);
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
            score: Score { unmet: [0; 10], excess: 0, cost: 0.0 },
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

    pub fn has_room(&self, task: usize, unit: usize, start: usize) -> bool {
        let plant = &self.instance.plant;
        self.jobs[unit].has_room(&plant.units[unit], &plant.tasks[task], start)
    }

    /// Moves tasks, all at once. `false`, with nothing changed, if a hard constraint that is not elastic would break.
    pub fn change(&mut self, moves: &[(usize, Place)]) -> bool {
        let plant = &self.instance.plant;
        self.saved.places.clear();
        self.saved.made = 0;
        self.saved.score = Some(self.score);
        for (task, _) in moves {
            self.saved.places.push((*task, self.places[*task]));
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

    fn plan_around(&mut self, unit: usize, changed: &Range<usize>) -> bool {
        let intervals = self.instance.plant.intervals;
        let stretch = stretch::around(&self.instance.plant.units[unit], &self.units[unit].runs, changed);
        if self.plan_stretch(unit, stretch, changed) {
            return true;
        }
        self.save(unit, 0..intervals);
        self.plan_whole(unit)
    }

    /// Takes the last change back.
    pub fn undo(&mut self) {
        self.restore_places();
        for edit in self.saved.edits[..self.saved.made].iter_mut().rev() {
            let (unit, here) = (&mut self.units[edit.unit], edit.intervals.clone());
            unit.if_on[here.clone()].copy_from_slice(&edit.if_on);
            unit.load[here.clone()].copy_from_slice(&edit.load);
            self.total[here].copy_from_slice(&edit.total);
            std::mem::swap(&mut unit.runs, &mut edit.runs);
            unit.cost = edit.cost;
        }
        if self.instance.plant.demand_limit.is_some() {
            for edit in 0..self.saved.made {
                let here = self.saved.edits[edit].intervals.clone();
                self.update_excess(&here);
            }
        }
        self.saved.made = 0;
        std::mem::swap(&mut self.peaks, &mut self.saved.peaks);
        if let Some(score) = self.saved.score.take() {
            self.score = score;
        }
    }

    /// Makes the present peaks the ones that are paid for anyway.
    pub fn settle(&mut self) {
        if self.settled == self.peaks {
            return;
        }
        self.settled.clone_from(&self.peaks);
        self.ceiling.fill(f64::INFINITY);
        for (charge, peak) in self.instance.peaks.iter().zip(&self.peaks) {
            let level = peak.kw.max(charge.paid);
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

    fn add_up(&mut self) {
        self.total.clone_from(&self.instance.base_load);
        for (unit, data) in self.units.iter().zip(&self.instance.plant.units) {
            if data.electric {
                self.total.iter_mut().zip(&unit.load).for_each(|(total, load)| *total += load);
            }
        }
        for (watch, peak) in self.watches.iter().zip(&mut self.peaks) {
            *peak = watch.peak(&self.total);
        }
        self.saved.made = 0;
        let whole = 0..self.total.len();
        self.update_excess(&whole);
        self.evaluate();
    }

    /// Prices the load after the edits.
    fn evaluate(&mut self) {
        for edit in 0..self.saved.made {
            let Edit { unit, ref intervals, .. } = self.saved.edits[edit];
            if !self.instance.plant.units[unit].electric {
                continue;
            }
            for (watch, peak) in self.watches.iter().zip(&mut self.peaks) {
                *peak = watch.peak_after(&self.total, *peak, intervals);
            }
            let here = intervals.clone();
            self.update_excess(&here);
        }
        let charges = self.instance.peaks.iter().zip(&self.peaks);
        self.score.cost = self.instance.base_cost
            + self.units.iter().map(|unit| unit.cost).sum::<f64>()
            + charges.map(|(charge, peak)| charge.cost(peak.kw)).sum::<f64>();
        self.score.excess = self.excess.iter().sum();
    }

    fn update_excess(&mut self, changed: &Range<usize>) {
        let plant = &self.instance.plant;
        let Some(limit) = plant.demand_limit else { return };
        let first = plant.limit_windows.partition_point(|window| window.end <= changed.start);
        for (window, excess) in plant.limit_windows.iter().zip(&mut self.excess).skip(first) {
            if window.start >= changed.end {
                break;
            }
            let sum: i64 = self.total[window.clone()].iter().map(|kw| (kw * 1e9).round() as i64).sum();
            *excess = Plant::above_limit(sum / window.len().max(1) as i64, limit);
        }
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

    fn update_if_on(&mut self, unit: usize, range: Range<usize>) {
        let data = &self.instance.plant.units[unit];
        let input = self.instance.units[unit].input_per_nano;
        for t in range {
            self.units[unit].if_on[t] = self.jobs[unit].heat(data.min_load, t) as f64 * input;
        }
    }

    /// Keeps what an edit of the unit in these intervals replaces.
    fn save(&mut self, unit: usize, intervals: Range<usize>) {
        let saved = &mut self.saved;
        if saved.made == saved.edits.len() {
            saved.edits.push(Edit::default());
        }
        let (edit, state) = (&mut saved.edits[saved.made], &self.units[unit]);
        saved.made += 1;
        let keep = |kept: &mut Vec<f64>, values: &[f64]| {
            kept.clear();
            kept.extend_from_slice(&values[intervals.clone()]);
        };
        keep(&mut edit.if_on, &state.if_on);
        keep(&mut edit.load, &state.load);
        keep(&mut edit.total, &self.total);
        edit.runs.clone_from(&state.runs);
        (edit.unit, edit.cost, edit.intervals) = (unit, state.cost, intervals);
    }

    /// Plans the unit's runs from the horizon's start to its end.
    fn plan_whole(&mut self, unit: usize) -> bool {
        let instance = self.instance;
        let data = &instance.plant.units[unit];
        let whole = 0..instance.plant.intervals;
        self.price_states(unit, whole.clone());
        let costs =
            RunCosts { on: &self.scratch.on, start: &self.scratch.start, stop: &instance.units[unit].stop_cost };
        let jobs = &self.jobs[unit];
        let Some(runs) = self.planner.plan(data, &instance.plant.day, costs, |t| jobs.is_busy(t)) else {
            return false;
        };
        self.units[unit].runs = runs;
        self.update_load(unit, whole);
        let (state, costs) = (&mut self.units[unit], &instance.units[unit]);
        state.cost = state.load.iter().zip(&costs.price).map(|(kw, price)| kw * price).sum();
        true
    }

    /// Plans the unit's runs in the stretch, the jobs of which changed.
    fn plan_stretch(&mut self, unit: usize, stretch: Stretch, changed: &Range<usize>) -> bool {
        let instance = self.instance;
        let (data, day) = (&instance.plant.units[unit], &instance.plant.day);
        // a start at its first boundary draws its energy before it
        let first = stretch.from.saturating_sub(data.startup_minutes.div_ceil(instance.plant.step));
        self.save(unit, first..stretch.to);
        self.update_if_on(unit, changed.clone());
        self.price_states(unit, stretch.from..stretch.to);
        let costs =
            RunCosts { on: &self.scratch.on, start: &self.scratch.start, stop: &instance.units[unit].stop_cost };
        let jobs = &self.jobs[unit];
        let Some(planned) = self.planner.plan_stretch(data, day, costs, |t| jobs.is_busy(t), stretch) else {
            return false;
        };
        let runs = stretch::replace(&self.units[unit].runs, &stretch, &planned);
        if !data.starts_within_limit(day, &runs) {
            return false;
        }
        self.units[unit].runs = runs;
        self.update_load(unit, first..stretch.to);
        true
    }

    /// What being on, or starting, costs in these intervals: energy, and power above the peaks that are paid for.
    fn price_states(&mut self, unit: usize, intervals: Range<usize>) {
        let instance = self.instance;
        let (data, costs, state) = (&instance.plant.units[unit], &instance.units[unit], &self.units[unit]);
        let (on, start) = (&mut self.scratch.on, &mut self.scratch.start);
        on.resize(instance.plant.intervals, 0.0);
        start.resize(instance.plant.intervals + 1, 0.0);
        let demand = data.electric && !instance.peaks.is_empty();
        for t in intervals {
            on[t] = state.if_on[t] * costs.price[t];
            start[t] = costs.start_cost[t];
            if demand {
                let room = self.ceiling[t] - (self.total[t] - state.load[t]);
                let price = self.demand_price[t];
                on[t] += price * (state.if_on[t] - room.max(0.0)).max(0.0);
                if let [(at, kw)] = costs.start[t][..]
                    && at == t
                {
                    start[t] += price * (kw - (room - state.if_on[t]).max(0.0)).max(0.0);
                }
            }
        }
    }

    /// Makes the load in these intervals from the runs, and corrects cost and total there.
    fn update_load(&mut self, unit: usize, intervals: Range<usize>) {
        let instance = self.instance;
        let (data, costs) = (&instance.plant.units[unit], &instance.units[unit]);
        let (state, before) = (&mut self.units[unit], &mut self.scratch.load);
        before.clear();
        before.extend_from_slice(&state.load[intervals.clone()]);
        state.load[intervals.clone()].fill(0.0);
        let mut add = |loads: &[(usize, f64)]| {
            loads.iter().filter(|(t, _)| intervals.contains(t)).for_each(|(t, kw)| state.load[*t] += kw);
        };
        if data.initially_on && state.runs.first().is_none_or(|run| run.on > 0) {
            add(&costs.stop[0]);
        }
        for run in &state.runs {
            if run.started {
                add(&costs.start[run.on]);
            }
            add(&costs.stop[run.off]);
        }
        for run in &state.runs {
            for t in run.on.max(intervals.start)..run.off.min(intervals.end) {
                state.load[t] += state.if_on[t];
            }
        }
        for (t, before) in intervals.zip(before) {
            let more = state.load[t] - *before;
            state.cost += more * costs.price[t];
            if data.electric {
                self.total[t] += more;
            }
        }
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
