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

/// Finds the cheapest on-periods by dynamic programming over the boundaries, forwards.
///
/// `off[t]` is the least cost of being ready to start at boundary t, `on[t]` of being on at boundary t with the minimum
/// run time served. Where starts per day are limited, both are kept for every number of starts made on that day.
#[derive(Debug, Default)]
pub struct RunPlanner<P> {
    off: Vec<P>,
    on: Vec<P>,
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
    ) -> Option<(P, Vec<Run>)> {
        let intervals = costs.on.len();
        self.next_busy.clear();
        self.next_busy.resize(intervals + 1, intervals);
        for t in (0..intervals).rev() {
            self.next_busy[t] = if busy(t) { t } else { self.next_busy[t + 1] };
        }
        let (cost, runs) = self.search(unit, day, costs, None)?;
        let Some(limit) = unit.max_starts_per_day else { return Some((cost, runs)) };
        let within = |runs: &[Run]| {
            let mut started: Vec<i32> = runs.iter().filter(|run| run.started).map(|run| day[run.on]).collect();
            started.sort_unstable();
            started.chunk_by(|a, b| a == b).all(|starts| starts.len() <= limit)
        };
        if within(&runs) { Some((cost, runs)) } else { self.search(unit, day, costs, Some(limit)) }
    }

    fn search(
        &mut self,
        unit: &Unit,
        day: &[i32],
        costs: RunCosts<'_, P>,
        limit: Option<usize>,
    ) -> Option<(P, Vec<Run>)> {
        let intervals = costs.on.len();
        let levels = limit.map_or(1, |limit| limit + 1);
        for (values, from) in [(&mut self.off, &mut self.off_from), (&mut self.on, &mut self.on_from)] {
            values.clear();
            values.resize((intervals + 1) * levels, P::NEVER);
            from.clear();
            from.resize((intervals + 1) * levels, Step::None);
        }
        // a day's starts are forgotten when the day ends
        let carry = |level: usize, from: usize, to: usize| if day[from] == day[to] { level } else { 0 };
        if unit.initially_on {
            self.on[0] = P::ZERO;
        } else {
            self.off[0] = P::ZERO;
        }
        let mut best: Option<(P, bool, usize, usize)> = None;
        for t in 0..=intervals {
            for level in 0..levels {
                let here = t * levels + level;
                let (off, on) = (self.off[here], self.on[here]);
                if on < P::NEVER && unit.can_stop[t] {
                    let stopped = on + costs.stop[t];
                    if t == intervals || t + unit.rest > intervals {
                        if self.next_busy[t] == intervals && best.is_none_or(|(cost, ..)| stopped < cost) {
                            best = Some((stopped, true, t, level));
                        }
                    } else if self.next_busy[t] >= t + unit.rest {
                        let to = (t + unit.rest) * levels + carry(level, t, t + unit.rest);
                        if stopped < self.off[to] {
                            self.off[to] = stopped;
                            self.off_from[to] = Step::Switch { at: t as u32, level: level as u32 };
                        }
                    }
                }
                if t == intervals {
                    if off < P::NEVER && best.is_none_or(|(cost, ..)| off <= cost) {
                        best = Some((off, false, t, level));
                    }
                    continue;
                }
                if off < P::NEVER {
                    if self.next_busy[t] > t {
                        let to = (t + 1) * levels + carry(level, t, t + 1);
                        if off < self.off[to] {
                            self.off[to] = off;
                            self.off_from[to] = Step::Stay { level: level as u32 };
                        }
                    }
                    let end = t + unit.min_run;
                    let counted = if limit.is_some() { level + 1 } else { 0 };
                    if unit.can_start[t] && end <= intervals && unit.available_until[t] >= end && counted < levels {
                        let started = costs.on[t..end].iter().fold(off + costs.start[t], |sum, cost| sum + *cost);
                        let to = end * levels + carry(counted, t, end);
                        if started < self.on[to] {
                            self.on[to] = started;
                            self.on_from[to] = Step::Switch { at: t as u32, level: level as u32 };
                        }
                    }
                }
                if on < P::NEVER && unit.available[t] {
                    let to = (t + 1) * levels + carry(level, t, t + 1);
                    let stayed = on + costs.on[t];
                    if stayed < self.on[to] {
                        self.on[to] = stayed;
                        self.on_from[to] = Step::Stay { level: level as u32 };
                    }
                }
            }
        }
        let (cost, on, t, level) = best?;
        Some((cost, self.trace(unit, levels, on, t, level)))
    }

    fn trace(&self, unit: &Unit, levels: usize, mut on: bool, mut t: usize, mut level: usize) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut off_at = t;
        loop {
            let here = t * levels + level;
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
        if on && unit.initially_on && off_at > 0 {
            runs.push(Run { on: 0, off: off_at, started: false });
        }
        runs.reverse();
        runs
    }
}
