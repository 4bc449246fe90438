use super::{Decimal, Instant};

/// How long and how hard to search. The default limits count work, not seconds, so that a run can be repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Stop when (objective - lower bound) / objective is proved to be no more than this.
    pub gap_tolerance: Decimal,
    /// Work units to spend; `None`: a default by problem size.
    pub work_limit: Option<u64>,
    /// A second guard; a run that it cut short is not reproducible and says so.
    pub time_limit_seconds: Option<Decimal>,
    /// Changes the time a run takes, never its answer.
    pub threads: Option<u32>,
    pub seed: u64,
    /// Jobs that the previous schedule starts before this keep their equipment and start.
    pub freeze_until: Option<Instant>,
    /// What moving a job of the previous schedule has to save at least; `None`: a default by the plan's cost.
    pub move_price: Option<Decimal>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            gap_tolerance: Decimal::new(1, 2),
            work_limit: None,
            time_limit_seconds: None,
            threads: None,
            seed: 0,
            freeze_until: None,
            move_price: None,
        }
    }
}
