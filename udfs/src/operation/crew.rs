use super::Task;
use crate::model::Problem;

/// People on shift and at work.
///
/// The horizon is cut at interval boundaries and at the boundaries of shifts, so that within a slot the crew is constant
/// and the jobs at work are most at its start.
#[derive(Debug, Clone)]
pub struct Crew {
    /// Start minute of each slot, and the end of the last.
    bounds: Vec<usize>,
    available: Vec<i64>,
    used: Vec<i64>,
    step: usize,
}

impl Crew {
    pub fn new(problem: &Problem) -> Self {
        let horizon = &problem.horizon;
        let step = horizon.interval_minutes as usize;
        let total = horizon.intervals() * step;
        if problem.jobs.iter().all(|job| job.crew_size == 0) {
            return Self { bounds: Vec::new(), available: Vec::new(), used: Vec::new(), step };
        }
        let minute =
            |at: crate::model::Instant| usize::try_from((at - horizon.start).num_minutes()).unwrap_or(0).min(total);
        let mut bounds: Vec<usize> = (0..=horizon.intervals()).map(|t| t * step).collect();
        bounds.extend(problem.shifts.iter().flat_map(|shift| [minute(shift.span.start), minute(shift.span.end)]));
        bounds.sort_unstable();
        bounds.dedup();
        let slots = bounds.len() - 1;
        let mut available = vec![0; slots];
        for shift in &problem.shifts {
            let (start, end) = (minute(shift.span.start), minute(shift.span.end));
            for (slot, crew) in available.iter_mut().enumerate() {
                if start <= bounds[slot] && bounds[slot + 1] <= end {
                    *crew += i64::from(shift.crew);
                }
            }
        }
        Self { bounds, available, used: vec![0; slots], step }
    }

    /// People on shift, by slot.
    pub fn available(&self) -> &[i64] {
        &self.available
    }

    /// Of all people on shift in these minutes of the horizon.
    pub fn person_minutes(&self, minutes: std::ops::Range<usize>) -> i64 {
        let part = |(bounds, crew): (&[usize], &i64)| {
            let (from, to) = (bounds[0].max(minutes.start), bounds[1].min(minutes.end));
            crew.saturating_mul(i64::try_from(to.saturating_sub(from)).unwrap_or(0))
        };
        self.bounds.windows(2).zip(&self.available).map(part).sum()
    }

    pub fn fits(&self, task: &Task, start: usize) -> bool {
        task.crew == 0 || self.slots(task, start).all(|s| self.used[s] + i64::from(task.crew) <= self.available[s])
    }

    pub fn put(&mut self, task: &Task, start: usize) {
        self.change(task, start, i64::from(task.crew));
    }

    pub fn remove(&mut self, task: &Task, start: usize) {
        self.change(task, start, -i64::from(task.crew));
    }

    fn change(&mut self, task: &Task, start: usize, by: i64) {
        if task.crew > 0 {
            for slot in self.slots(task, start) {
                self.used[slot] += by;
            }
        }
    }

    /// Slots in which the task is at work.
    pub fn slots(&self, task: &Task, start: usize) -> std::ops::Range<usize> {
        let (from, to) = (start * self.step, start * self.step + task.minutes);
        let first = self.bounds.partition_point(|b| *b <= from) - 1;
        let end = self.bounds.partition_point(|b| *b < to);
        first..end.min(self.used.len())
    }
}
