use std::fmt::Debug;
use std::ops::Add;

use super::Unit;

/// What a choice costs: money in the optimiser, intervals on in a plant that is blind to prices.
pub trait Price: Copy + PartialOrd + Add<Output = Self> + Debug {
    const ZERO: Self;
    /// Not allowed.
    const NEVER: Self;
}

impl Price for f64 {
    const ZERO: f64 = 0.0;
    const NEVER: f64 = 1e30;
}

impl Price for i64 {
    const ZERO: i64 = 0;
    const NEVER: i64 = i64::MAX / 1_000_000_000;
}

/// The unit is on over the intervals `on..off`. `started` is false for a run that reaches back before the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub on: usize,
    pub off: usize,
    pub started: bool,
}

/// Prices of a unit's states.
#[derive(Debug, Clone, Copy)]
pub struct RunCosts<'a, P> {
    /// By interval: being on.
    pub on: &'a [P],
    /// By boundary: being on from there, over and above `on`.
    pub start: &'a [P],
    /// By boundary: being off from there.
    pub stop: &'a [P],
}

/// What a plan costs so far. Of plans at one price the one that is on for the shortest time is the better, then the one
/// with fewer starts.
#[derive(Debug, Clone, Copy)]
struct Total<P> {
    price: P,
    time_on: u32,
    starts: u32,
}

impl<P: Price> Total<P> {
    const ZERO: Self = Self { price: P::ZERO, time_on: 0, starts: 0 };
    const NEVER: Self = Self { price: P::NEVER, time_on: 0, starts: 0 };

    fn is_possible(&self) -> bool {
        self.price < P::NEVER
    }

    fn is_below(&self, other: &Self) -> bool {
        self.price < other.price
            || self.price <= other.price && (self.time_on, self.starts) < (other.time_on, other.starts)
    }

    fn plus(self, price: P) -> Self {
        Self { price: self.price + price, ..self }
    }

    fn on_for(self, prices: &[P]) -> Self {
        let price = prices.iter().fold(self.price, |sum, price| sum + *price);
        Self { price, time_on: self.time_on + prices.len() as u32, ..self }
    }

    fn started(self) -> Self {
        Self { starts: self.starts + 1, ..self }
    }
}

/// The boundaries `from..=to` between which runs are planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub from: usize,
    pub to: usize,
    /// On, with the minimum run time served; else off and ready to start.
    pub on_before: bool,
    /// The same at the end; `None` at the horizon's end.
    pub on_after: Option<bool>,
}

/// Finds the cheapest on-periods by dynamic programming over the boundaries, forwards.
///
/// `off[t]` is the least cost of being ready to start at boundary t, `on[t]` of being on at boundary t with the minimum
/// run time served. Where starts per day are limited, both are kept for every number of starts made on that day.
#[derive(Debug, Default)]
pub struct RunPlanner<P> {
    off: Vec<Total<P>>,
    on: Vec<Total<P>>,
    off_from: Vec<Step>,
    on_from: Vec<Step>,
    next_busy: Vec<usize>,
}

#[derive(Debug, Clone, Copy, Default)]
enum Step {
    #[default]
    None,
    /// Nothing changed since the boundary before.
    Stay { level: u32 },
    /// Came on (or went off) at this boundary.
    Switch { at: u32, level: u32 },
}

impl<P: Price> RunPlanner<P> {
    pub fn new() -> Self {
        Self { off: Vec::new(), on: Vec::new(), off_from: Vec::new(), on_from: Vec::new(), next_busy: Vec::new() }
    }

    /// The cheapest runs that keep the unit on wherever `busy`; `None` if no plan keeps the unit's rules.
    pub fn plan(
        &mut self,
        unit: &Unit,
        day: &[i32],
        costs: RunCosts<'_, P>,
        busy: impl Fn(usize) -> bool,
    ) -> Option<Vec<Run>> {
        let whole = Stretch { from: 0, to: costs.on.len(), on_before: unit.initially_on, on_after: None };
        self.find_busy(whole, busy);
        let runs = self.search::<false>(unit, day, costs, whole, 0)?;
        if unit.starts_within_limit(day, &runs) {
            return Some(runs);
        }
        self.search::<true>(unit, day, costs, whole, unit.max_starts_per_day.unwrap_or(usize::MAX))
    }

    /// The same between two boundaries, without regard to starts per day. A run that comes in from before the stretch
    /// begins at its first boundary and is not started; one that goes on ends at its last.
    pub fn plan_stretch(
        &mut self,
        unit: &Unit,
        day: &[i32],
        costs: RunCosts<'_, P>,
        busy: impl Fn(usize) -> bool,
        stretch: Stretch,
    ) -> Option<Vec<Run>> {
        self.find_busy(stretch, busy);
        self.search::<false>(unit, day, costs, stretch, 0)
    }

    /// By boundary of the stretch: the next interval in it with a job.
    fn find_busy(&mut self, stretch: Stretch, busy: impl Fn(usize) -> bool) {
        let Stretch { from, to, .. } = stretch;
        self.next_busy.clear();
        self.next_busy.resize(to - from + 1, to);
        for t in (from..to).rev() {
            self.next_busy[t - from] = if busy(t) { t } else { self.next_busy[t - from + 1] };
        }
    }

    /// `limit` starts a day, where they are `LIMITED`.
    fn search<const LIMITED: bool>(
        &mut self,
        unit: &Unit,
        day: &[i32],
        costs: RunCosts<'_, P>,
        stretch: Stretch,
        limit: usize,
    ) -> Option<Vec<Run>> {
        let Stretch { from, to: end, .. } = stretch;
        let levels = if LIMITED { limit + 1 } else { 1 };
        for (values, steps) in [(&mut self.off, &mut self.off_from), (&mut self.on, &mut self.on_from)] {
            values.clear();
            values.resize((end - from + 1) * levels, Total::NEVER);
            steps.clear();
            steps.resize((end - from + 1) * levels, Step::None);
        }
        let cell = |t: usize, level: usize| (t - from) * levels + level;
        // a day's starts are forgotten when the day ends
        let carry = |level: usize, from: usize, to: usize| if LIMITED && day[from] == day[to] { level } else { 0 };
        if stretch.on_before {
            self.on[0] = Total::ZERO;
        } else {
            self.off[0] = Total::ZERO;
        }
        let mut best: Option<(Total<P>, bool, usize, usize)> = None;
        let mut offer = |total: Total<P>, on: bool, t: usize, level: usize| {
            if best.is_none_or(|(least, ..)| total.is_below(&least)) {
                best = Some((total, on, t, level));
            }
        };
        for t in from..=end {
            let next_busy = self.next_busy[t - from];
            for level in 0..levels {
                let (off, on) = (self.off[cell(t, level)], self.on[cell(t, level)]);
                if t == end {
                    if off.is_possible() && stretch.on_after != Some(true) {
                        offer(off, false, t, level);
                    }
                    if on.is_possible() && stretch.on_after == Some(true) {
                        offer(on, true, t, level);
                    }
                }
                if on.is_possible() && unit.can_stop[t] {
                    let stopped = on.plus(costs.stop[t]);
                    let ready = t + unit.rest;
                    if t < end && ready <= end {
                        let to = cell(ready, carry(level, t, ready));
                        if next_busy >= ready && stopped.is_below(&self.off[to]) {
                            self.off[to] = stopped;
                            self.off_from[to] = Step::Switch { at: t as u32, level: level as u32 };
                        }
                    } else if stretch.on_after.is_none() && next_busy == end {
                        offer(stopped, true, t, level);
                    }
                }
                if t == end {
                    continue;
                }
                if off.is_possible() {
                    let to = cell(t + 1, carry(level, t, t + 1));
                    if next_busy > t && off.is_below(&self.off[to]) {
                        self.off[to] = off;
                        self.off_from[to] = Step::Stay { level: level as u32 };
                    }
                    let served = t + unit.min_run;
                    let counted = if LIMITED { level + 1 } else { 0 };
                    if unit.can_start[t] && served <= end && unit.available_until[t] >= served && counted < levels {
                        let started = off.started().plus(costs.start[t]).on_for(&costs.on[t..served]);
                        let to = cell(served, carry(counted, t, served));
                        if started.is_below(&self.on[to]) {
                            self.on[to] = started;
                            self.on_from[to] = Step::Switch { at: t as u32, level: level as u32 };
                        }
                    }
                }
                if on.is_possible() && unit.available[t] {
                    let stayed = on.on_for(&costs.on[t..t + 1]);
                    let to = cell(t + 1, carry(level, t, t + 1));
                    if stayed.is_below(&self.on[to]) {
                        self.on[to] = stayed;
                        self.on_from[to] = Step::Stay { level: level as u32 };
                    }
                }
            }
        }
        let (_, on, t, level) = best?;
        Some(self.trace(stretch, levels, on, t, level))
    }

    fn trace(&self, stretch: Stretch, levels: usize, mut on: bool, mut t: usize, mut level: usize) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut off_at = t;
        loop {
            let here = (t - stretch.from) * levels + level;
            match (on, if on { self.on_from[here] } else { self.off_from[here] }) {
                (_, Step::Stay { level: before }) => (t, level) = (t - 1, before as usize),
                (true, Step::Switch { at, level: before }) => {
                    runs.push(Run { on: at as usize, off: off_at, started: true });
                    (on, t, level) = (false, at as usize, before as usize);
                }
                (false, Step::Switch { at, level: before }) => {
                    (on, t, level, off_at) = (true, at as usize, before as usize, at as usize);
                }
                (_, Step::None) => break,
            }
        }
        // equipment that is stopped at the horizon's start has no run there
        if on && (off_at > 0 || stretch.from > 0) {
            runs.push(Run { on: stretch.from, off: off_at, started: false });
        }
        runs.reverse();
        runs
    }
}

impl Unit {
    /// Whether no day has more starts than are allowed. The runs are in order of time.
    pub fn starts_within_limit(&self, day: &[i32], runs: &[Run]) -> bool {
        let Some(limit) = self.max_starts_per_day else { return true };
        let mut starts = (i32::MIN, 0);
        runs.iter().filter(|run| run.started).all(|run| {
            let today = day[run.on];
            starts = (today, if today == starts.0 { starts.1 + 1 } else { 1 });
            starts.1 <= limit
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;

    /// A unit without rules over 8 intervals, and its cheapest runs at these prices with jobs in intervals 3 and 5.
    fn plan(on: [f64; 8], start: f64) -> Vec<(usize, usize)> {
        let problem = sample(0).problem;
        let mut unit = Unit::new(&problem, &problem.equipment[0]);
        (unit.min_run, unit.rest, unit.initially_on, unit.max_starts_per_day) = (1, 1, false, None);
        (unit.available, unit.available_until) = (vec![true; 8], vec![8; 9]);
        (unit.can_start, unit.can_stop) = (vec![true; 9], vec![true; 9]);
        let (start, stop) = ([start; 9], [0.0; 9]);
        let costs = RunCosts { on: &on, start: &start, stop: &stop };
        let runs = RunPlanner::new().plan(&unit, &[0; 9], costs, |t| t == 3 || t == 5).expect("there are runs");
        runs.iter().map(|run| (run.on, run.off)).collect()
    }

    #[test]
    fn being_on_for_nothing_is_avoided() {
        let with_jobs = [0.0, 0.0, 0.0, 0.3, 0.0, 0.3, 0.0, 0.0];
        assert_eq!(plan(with_jobs, 0.0), [(3, 4), (5, 6)]);
        assert_eq!(plan(with_jobs, 0.1), [(3, 6)], "a start that costs is worth being on");
    }

    #[test]
    fn negative_prices_pay_for_being_on() {
        assert_eq!(plan([0.0, -0.2, 0.0, 0.3, 0.0, 0.3, 0.0, 0.0], 0.0), [(1, 2), (3, 4), (5, 6)]);
    }
}
