use std::ops::Range;

use super::to_nano;
use crate::model::{Horizon, Job, Problem};

/// A job on the grid.
#[derive(Debug, Clone)]
pub struct Task {
    /// Constant thermal power in nano-kW.
    pub power: i64,
    pub minutes: usize,
    /// Intervals it touches.
    pub intervals: usize,
    /// Minutes it runs in the last of them.
    pub last_minutes: usize,
    /// First boundary at which it may start.
    pub release: usize,
    /// Last boundary from which it ends in time; `None` if there is none.
    pub latest_start: Option<usize>,
    /// Last boundary from which it ends within the horizon.
    pub latest_in_horizon: Option<usize>,
    /// Minute of the horizon by which it ends.
    pub deadline_minute: i64,
    pub priority: u8,
    pub crew: u32,
    pub predecessor: Option<usize>,
    pub successors: Vec<usize>,
    /// Units that reach its setpoint, are allowed and have the capacity.
    pub units: Vec<usize>,
    pub fixed_start: Option<usize>,
    /// Given a start off the grid or a unit that cannot take it: it stays unscheduled.
    pub impossible: bool,
}

impl Task {
    pub fn new(problem: &Problem, job: &Job) -> Self {
        let horizon = &problem.horizon;
        let step = usize::try_from(horizon.interval_minutes).unwrap_or(1);
        let minutes = usize::try_from(job.duration_minutes).unwrap_or(1).max(1);
        let intervals = minutes.div_ceil(step);
        let starts = job.must_run_windows.iter().map(|w| w.start);
        let ends = job.must_run_windows.iter().map(|w| w.end);
        let earliest = starts.fold(job.earliest_start, Ord::max);
        let deadline = ends.fold(job.latest_end, Ord::min);
        let deadline_minute = (deadline.min(horizon.end) - horizon.start).num_minutes();
        let fixed = job.fixed.as_ref();
        let fixed_start = fixed.and_then(|f| f.start).map(|at| horizon.boundary(at));
        let latest_in_horizon = latest(horizon.span().minutes(), minutes, step);
        let units: Vec<usize> = (0..problem.equipment.len())
            .filter(|&unit| {
                let equipment = &problem.equipment[unit];
                let id = equipment.equipment_id.as_str();
                job.allows(id)
                    && fixed.and_then(|f| f.equipment_id.as_deref()).is_none_or(|fixed| fixed == id)
                    && equipment.reaches(job.temperature_setpoint_c)
                    && job.thermal_kw() <= equipment.capacity_kw
                    && equipment.max_concurrent_jobs != Some(0)
            })
            .collect();
        let impossible = units.is_empty()
            || earliest >= horizon.end
            || latest_in_horizon.is_none_or(|latest| latest < release_of(horizon, earliest, step))
            || fixed_start.is_some_and(|start| start.is_none_or(|start| latest_in_horizon < Some(start)));
        Self {
            power: to_nano(job.thermal_kw()),
            minutes,
            intervals,
            last_minutes: minutes - (intervals - 1) * step,
            release: release_of(horizon, earliest, step),
            latest_start: latest(deadline_minute, minutes, step),
            latest_in_horizon,
            deadline_minute,
            priority: job.priority,
            crew: job.crew_size,
            predecessor: job.predecessor_job_id.as_deref().and_then(|id| problem.job_index(id)),
            successors: Vec::new(),
            units,
            fixed_start: fixed_start.flatten(),
            impossible,
        }
    }

    /// Starts at which the job is in time.
    /// Starts from which it ends in time.
    pub fn starts_in_time(&self) -> Range<usize> {
        match (self.fixed_start, self.latest_start) {
            _ if self.impossible => 0..0,
            (Some(start), _) => start..start + 1,
            (None, Some(last)) => self.release..last + 1,
            (None, None) => 0..0,
        }
    }

    pub fn in_time(&self, start: usize) -> bool {
        self.release <= start && self.latest_start.is_some_and(|latest| start <= latest)
    }

    /// Minutes after the deadline at which the job ends.
    pub fn late_minutes(&self, start: usize, step: usize) -> i64 {
        let end = i64::try_from(start * step + self.minutes).unwrap_or(i64::MAX);
        (end - self.deadline_minute).max(0)
    }
}

fn release_of(horizon: &Horizon, earliest: crate::model::Instant, step: usize) -> usize {
    if earliest <= horizon.start {
        return 0;
    }
    let minutes = usize::try_from((earliest - horizon.start).num_minutes()).unwrap_or(0);
    minutes.div_ceil(step)
}

fn latest(end_minute: i64, minutes: usize, step: usize) -> Option<usize> {
    usize::try_from(end_minute).ok()?.checked_sub(minutes).map(|minute| minute / step)
}
