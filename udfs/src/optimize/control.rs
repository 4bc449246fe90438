use std::fmt;
use std::time::Duration;

use crate::model::{Decimal, Schedule, Status};

/// The caller's clock, its wish to stop, and its ear for progress.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Since the run began.
    pub elapsed: &'a (dyn Fn() -> Duration + Sync),
    pub cancelled: &'a (dyn Fn() -> bool + Sync),
    pub progress: &'a (dyn Fn(&Progress) + Sync),
}

impl fmt::Debug for Control<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    pub seconds: f64,
    /// `search`, `bound`, `milp`, `single_machine`.
    pub phase: &'static str,
    /// Cost of the best plan so far, in floats; the reported cost is exact.
    pub incumbent: Option<f64>,
    pub lower_bound: Option<f64>,
    pub work_units: u64,
}

impl Progress {
    /// Share of the incumbent's cost that the bound leaves open.
    pub fn gap(&self) -> Option<f64> {
        let (incumbent, bound) = (self.incumbent?, self.lower_bound?);
        (incumbent.abs() > 1e-9).then(|| ((incumbent - bound) / incumbent.abs()).max(0.0))
    }
}

/// What the optimiser answers.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub schedule: Schedule,
    pub status: Status,
    /// Proved: no schedule that holds all hard constraints costs less (energy + demand + fuel).
    pub lower_bound: Option<Decimal>,
    pub solver: String,
    pub work_units: u64,
    /// False if time or the caller cut the run short.
    pub reproducible: bool,
}
