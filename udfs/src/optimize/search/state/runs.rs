use std::ops::Range;

use super::super::stretch;
use super::State;
use crate::operation::{RunCosts, Stretch};
use crate::optimize::instance::kw;

/// What a kW above the demand limit costs when on-periods are chosen: more than any rate may save.
const OVER_LIMIT: f64 = 1e4;

impl State<'_> {
    pub(super) fn plan_around(&mut self, unit: usize, changed: &Range<usize>) -> bool {
        let intervals = self.instance.plant.intervals;
        let stretch = stretch::around(&self.instance.plant.units[unit], &self.units[unit].runs, changed);
        if self.plan_stretch(unit, stretch, changed) {
            return true;
        }
        self.save(unit, 0..intervals);
        self.plan_whole(unit)
    }

    /// Plans the unit's runs from the horizon's start to its end.
    pub(super) fn plan_whole(&mut self, unit: usize) -> bool {
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
    pub(super) fn plan_stretch(&mut self, unit: usize, stretch: Stretch, changed: &Range<usize>) -> bool {
        let instance = self.instance;
        let (data, day) = (&instance.plant.units[unit], &instance.plant.day);
        // a start or a stop at its first boundary may draw its energy before it
        let before = data.startup_minutes.div_ceil(instance.plant.step).max(1);
        let first = stretch.from.saturating_sub(before);
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
    pub(super) fn price_states(&mut self, unit: usize, intervals: Range<usize>) {
        let instance = self.instance;
        let (data, costs, state) = (&instance.plant.units[unit], &instance.units[unit], &self.units[unit]);
        let (on, start) = (&mut self.scratch.on, &mut self.scratch.start);
        on.resize(instance.plant.intervals, 0.0);
        start.resize(instance.plant.intervals + 1, 0.0);
        let demand = data.electric && !instance.peaks.is_empty();
        // a mean over several intervals leaves room in one of them
        let plain_windows = instance.plant.limit_windows.len() == instance.plant.intervals;
        let limit = instance.plant.demand_limit.filter(|_| data.electric && plain_windows).map(kw);
        for t in intervals {
            on[t] = state.if_on[t] * costs.price[t];
            start[t] = costs.start_cost[t];
            if let Some(limit) = limit {
                let room = limit - (self.total[t] - state.load[t]);
                on[t] += OVER_LIMIT * (state.if_on[t] - room.max(0.0)).max(0.0);
                if let [(at, kw)] = costs.start[t][..]
                    && at == t
                {
                    start[t] += OVER_LIMIT * (kw - (room - state.if_on[t]).max(0.0)).max(0.0);
                }
            }
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

    pub(super) fn update_if_on(&mut self, unit: usize, range: Range<usize>) {
        let data = &self.instance.plant.units[unit];
        let input = self.instance.units[unit].input_per_nano;
        for t in range {
            self.units[unit].if_on[t] = self.jobs[unit].heat(data.min_load, t) as f64 * input;
        }
    }

    /// Makes the load in these intervals from the runs, and corrects cost and total there.
    pub(super) fn update_load(&mut self, unit: usize, intervals: Range<usize>) {
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
