use std::collections::BTreeMap;

use chrono::{Datelike, Timelike};

use super::{Crew, Task, Unit, to_nano};
use crate::model::{DemandCharge, Problem};

/// The problem on the grid.
#[derive(Debug, Clone)]
pub struct Plant {
    pub intervals: usize,
    /// Minutes of an interval.
    pub step: usize,
    pub tasks: Vec<Task>,
    pub units: Vec<Unit>,
    pub crew: Crew,
    /// By boundary: number of the site-local day.
    pub day: Vec<i32>,
    /// nano-kW, mean of each interval.
    pub base_load: Vec<i64>,
    /// nano-kW.
    pub demand_limit: Option<i64>,
    /// Metering windows of the demand limit, as ranges of intervals.
    pub limit_windows: Vec<std::ops::Range<usize>>,
}

impl Plant {
    pub fn new(problem: &Problem) -> Self {
        let horizon = &problem.horizon;
        let intervals = horizon.intervals();
        let mut tasks: Vec<Task> = problem.jobs.iter().map(|job| Task::new(problem, job)).collect();
        for task in 0..tasks.len() {
            if let Some(predecessor) = tasks[task].predecessor {
                tasks[predecessor].successors.push(task);
            }
        }
        let zone = problem.site.time_zone;
        let day = |t: usize| horizon.instant(t).with_timezone(&zone).date_naive().num_days_from_ce();
        Self {
            intervals,
            step: horizon.interval_minutes as usize,
            tasks,
            units: problem.equipment.iter().map(|equipment| Unit::new(problem, equipment)).collect(),
            crew: Crew::new(problem),
            day: (0..=intervals).map(day).collect(),
            base_load: base_load(problem),
            demand_limit: problem.site.demand_limit_kw.map(to_nano),
            limit_windows: limit_windows(problem),
        }
    }

    /// Mean over a window of the demand limit.
    pub fn window_mean(load: &[i64], window: &std::ops::Range<usize>) -> i64 {
        load[window.clone()].iter().sum::<i64>() / window.len().max(1) as i64
    }

    /// How far the load exceeds the demand limit, summed over its windows; 0 without a limit.
    pub fn demand_excess(&self, load: &[i64]) -> i64 {
        let Some(limit) = self.demand_limit else { return 0 };
        self.limit_windows.iter().map(|window| Self::above_limit(Self::window_mean(load, window), limit)).sum()
    }

    /// How far a window's mean exceeds the limit; whole nano-kW, so a difference that rounding makes is none.
    pub fn above_limit(mean: i64, limit: i64) -> i64 {
        (mean - limit - 16).max(0)
    }
}

fn base_load(problem: &Problem) -> Vec<i64> {
    let horizon = &problem.horizon;
    let mut load = vec![0; horizon.intervals()];
    for row in &problem.site_load {
        for (t, load) in
            load.iter_mut().enumerate().take(horizon.ceil(row.span.end)).skip(horizon.floor(row.span.start))
        {
            let interval = horizon.interval(t);
            let minutes = (row.span.end.min(interval.end) - row.span.start.max(interval.start)).num_minutes().max(0);
            *load += to_nano(row.kw) * minutes / i64::from(horizon.interval_minutes);
        }
    }
    load
}

/// The shortest metering window among the tariff's demand charges, never shorter than the interval, aligned to the
/// tariff's clock.
fn limit_windows(problem: &Problem) -> Vec<std::ops::Range<usize>> {
    let horizon = &problem.horizon;
    let by_period = problem.tariff.periods.iter().any(|period| period.demand_rate_kw.is_some());
    let by_charge = problem.tariff.demand_charges.iter().map(|charge| charge.window_minutes);
    let default = DemandCharge::DEFAULT_WINDOW_MINUTES;
    let minutes = by_charge.chain(by_period.then_some(default)).min().unwrap_or(default).min(60);
    let mut windows: BTreeMap<_, std::ops::Range<usize>> = BTreeMap::new();
    for t in 0..horizon.intervals() {
        let at = horizon.instant(t);
        let minute = at.with_timezone(&problem.tariff_zone()).minute();
        let into_window = if minutes > horizon.interval_minutes { minute % minutes } else { 0 };
        let start = at - chrono::TimeDelta::minutes(i64::from(into_window));
        windows.entry(start).or_insert(t..t).end = t + 1;
    }
    windows.into_values().collect()
}
