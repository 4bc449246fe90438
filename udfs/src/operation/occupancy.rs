use super::{Task, Unit};

/// What its jobs take of a unit, by interval.
#[derive(Debug, Clone)]
pub struct Occupancy {
    /// nano-kW of all jobs that touch the interval: their sum at its first minute, the highest in it.
    full: Vec<i64>,
    jobs: Vec<u32>,
    /// Jobs that end inside the interval: minute of the end, power.
    endings: Vec<Vec<(usize, i64)>>,
    step: usize,
}

impl Occupancy {
    pub fn new(intervals: usize, step: usize) -> Self {
        Self { full: vec![0; intervals], jobs: vec![0; intervals], endings: vec![Vec::new(); intervals], step }
    }

    /// Whether the unit has room for the task, by capacity, number and availability.
    pub fn has_room(&self, unit: &Unit, task: &Task, start: usize) -> bool {
        let end = start + task.intervals;
        // whole nano-kW: rounding of the powers must not shut out jobs that fill the capacity exactly
        let room = unit.capacity - task.power + 16;
        unit.available_until[start] >= end
            && (start..end).all(|t| self.full[t] <= room && (self.jobs[t] as usize) < unit.max_jobs)
    }

    pub fn put(&mut self, task: &Task, start: usize) {
        let end = start + task.intervals;
        for t in start..end {
            self.full[t] += task.power;
            self.jobs[t] += 1;
        }
        if task.last_minutes < self.step {
            self.endings[end - 1].push((task.last_minutes, task.power));
        }
    }

    pub fn remove(&mut self, task: &Task, start: usize) {
        let end = start + task.intervals;
        for t in start..end {
            self.full[t] -= task.power;
            self.jobs[t] -= 1;
        }
        if task.last_minutes < self.step {
            let endings = &mut self.endings[end - 1];
            if let Some(i) = endings.iter().position(|e| *e == (task.last_minutes, task.power)) {
                endings.swap_remove(i);
            }
        }
    }

    pub fn is_busy(&self, t: usize) -> bool {
        self.jobs[t] > 0
    }

    /// nano-kW of all jobs that touch the interval.
    pub fn full(&self, t: usize) -> i64 {
        self.full[t]
    }

    /// Mean heat of the interval while the unit is on: at every minute what the jobs take, and at least `min_load`.
    pub fn heat(&self, min_load: i64, t: usize) -> i64 {
        let endings = &self.endings[t];
        if endings.is_empty() {
            return self.full[t].max(min_load);
        }
        let step = self.step as i64;
        if let [(minutes, power)] = endings[..] {
            let minutes = minutes as i64;
            return (self.full[t].max(min_load) * minutes + (self.full[t] - power).max(min_load) * (step - minutes))
                / step;
        }
        let mut sorted = endings.clone();
        sorted.sort_unstable();
        let (mut running, mut from, mut sum) = (self.full[t], 0, 0);
        for (minute, power) in sorted {
            sum += running.max(min_load) * (minute - from) as i64;
            running -= power;
            from = minute;
        }
        (sum + running.max(min_load) * (self.step - from) as i64) / step
    }
}
