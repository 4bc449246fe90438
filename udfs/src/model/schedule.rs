use super::Instant;

/// Which job runs where and when, and when each equipment is on. From it, anyone can recompute every constraint and cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    /// By job; a job without one is unscheduled.
    pub assignments: Vec<Assignment>,
    /// By equipment, then time.
    pub runs: Vec<EquipmentRun>,
}

/// `job` and `equipment` are indices into the problem. The job runs for exactly its duration from `start`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assignment {
    pub job: usize,
    pub equipment: usize,
    pub start: Instant,
}

/// The equipment is on over `[on, off)`, both on interval boundaries. Start-up lies before, shutdown after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EquipmentRun {
    pub equipment: usize,
    pub on: Instant,
    pub off: Instant,
    /// False for equipment that was on already when the horizon started.
    pub start_counted: bool,
}

impl Schedule {
    pub fn sort(&mut self) {
        self.assignments.sort();
        self.runs.sort();
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleKind {
    Baseline,
    Optimized,
}

impl ScheduleKind {
    pub fn as_str(self) -> &'static str {
        match self {
            ScheduleKind::Baseline => "baseline",
            ScheduleKind::Optimized => "optimized",
        }
    }
}
