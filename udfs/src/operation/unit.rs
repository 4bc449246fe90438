use super::to_nano;
use crate::model::{Equipment, Instant, Problem, Span};
use chrono::TimeDelta;

/// A piece of equipment on the grid.
#[derive(Debug, Clone)]
pub struct Unit {
    /// nano-kW, heat.
    pub capacity: i64,
    pub min_load: i64,
    /// Heat per input, in billionths.
    pub efficiency: i64,
    pub max_jobs: usize,
    /// Intervals, at least 1.
    pub min_run: usize,
    pub max_starts_per_day: Option<usize>,
    /// Least intervals between off and the next on: shutdown and start-up lie between.
    pub rest: usize,
    pub initially_on: bool,
    pub electric: bool,
    /// By interval: whether the unit may be on.
    pub available: Vec<bool>,
    /// By interval: first interval from there in which the unit may not be on.
    pub available_until: Vec<usize>,
    /// By boundary: whether start-up fits before it. Equipment whose start-up takes time is off in the horizon's first
    /// interval unless it is on when the horizon starts, and equipment whose shutdown takes time is off in its last.
    pub can_start: Vec<bool>,
    /// By boundary: whether shutdown fits after it.
    pub can_stop: Vec<bool>,
    /// nano-kW in minutes: energy of a start and of a stop.
    pub startup_nano_kwh: i64,
    pub shutdown_nano_kwh: i64,
    pub startup_minutes: usize,
    pub shutdown_minutes: usize,
}

impl Unit {
    pub fn new(problem: &Problem, equipment: &Equipment) -> Self {
        let horizon = &problem.horizon;
        let intervals = horizon.intervals();
        let step = horizon.interval_minutes;
        let off: Vec<Span> =
            problem.availability.iter().filter(|a| a.equipment_id == equipment.equipment_id).map(|a| a.span).collect();
        let free = |start: Instant, end: Instant| {
            let span = Span { start, end };
            start == end || horizon.start <= start && end <= horizon.end && !off.iter().any(|o| o.overlaps(&span))
        };
        let (up, down) = (equipment.startup_minutes, equipment.shutdown_minutes);
        // a start-up or shutdown that takes time follows, or is followed by, an interval of being off within the horizon
        let first_off = if equipment.initially_on { horizon.start } else { horizon.instant(1) };
        let last_off = horizon.end - TimeDelta::minutes(i64::from(step));
        let before = |on: Instant| {
            let begun = on - TimeDelta::minutes(i64::from(up));
            up == 0 || begun >= first_off && free(begun, on)
        };
        let after = |off: Instant| {
            let ended = off + TimeDelta::minutes(i64::from(down));
            down == 0 || ended <= last_off && free(off, ended)
        };
        let available: Vec<bool> = (0..intervals).map(|t| free(horizon.instant(t), horizon.instant(t + 1))).collect();
        let mut available_until = vec![intervals; intervals + 1];
        for t in (0..intervals).rev() {
            available_until[t] = if available[t] { available_until[t + 1] } else { t };
        }
        Self {
            capacity: to_nano(equipment.capacity_kw),
            min_load: to_nano(equipment.min_load_kw),
            efficiency: to_nano(equipment.efficiency.factor()),
            max_jobs: equipment.max_concurrent_jobs.map_or(usize::MAX, |jobs| jobs as usize),
            min_run: equipment.min_run_time_minutes.div_ceil(step).max(1) as usize,
            max_starts_per_day: equipment.max_starts_per_day.map(|starts| starts as usize),
            rest: (up + down).div_ceil(step).max(1) as usize,
            initially_on: equipment.initially_on,
            electric: equipment.is_electric(),
            can_start: (0..=intervals).map(|t| t < intervals && before(horizon.instant(t))).collect(),
            can_stop: (0..=intervals).map(|t| t == 0 || after(horizon.instant(t))).collect(),
            available,
            available_until,
            startup_nano_kwh: to_nano(equipment.startup_energy_kwh),
            shutdown_nano_kwh: to_nano(equipment.shutdown_energy_kwh),
            startup_minutes: up as usize,
            shutdown_minutes: down as usize,
        }
    }

    /// Input power for a heat output, both in nano-kW.
    pub fn input(&self, heat: i64) -> i64 {
        let scaled = i128::from(heat) * i128::from(super::NANO) / i128::from(self.efficiency.max(1));
        i64::try_from(scaled).unwrap_or(i64::MAX / 4)
    }

    /// Minutes of each interval in which a start at boundary `on` draws its energy.
    pub fn startup_share(&self, on: usize, step: usize) -> Vec<(usize, usize)> {
        if self.startup_minutes == 0 {
            vec![(on, 1)]
        } else {
            spread((on * step).saturating_sub(self.startup_minutes), on * step, step)
        }
    }

    /// Minutes of each interval in which a stop at boundary `off` draws its energy.
    pub fn shutdown_share(&self, off: usize, step: usize) -> Vec<(usize, usize)> {
        let intervals = self.available.len();
        if self.shutdown_minutes == 0 {
            vec![(off.saturating_sub(1), 1)]
        } else {
            spread(off * step, (off * step + self.shutdown_minutes).min(intervals * step), step)
        }
    }
}

fn spread(start: usize, end: usize, step: usize) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut at = start;
    while at < end {
        let next = ((at / step + 1) * step).min(end);
        parts.push((at / step, next - at));
        at = next;
    }
    parts
}
