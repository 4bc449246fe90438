use super::{Decimal, Instant};

/// Where a job stood in the plan that a re-plan should change no more than it has to. The job and the equipment may be
/// gone by now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PreviousAssignment {
    pub job_id: String,
    pub equipment_id: String,
    pub start: Instant,
}

/// What a re-plan did to the previous plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replan {
    /// Money that the optimiser weighs against the bill for each job that stands elsewhere than before. It is no part of
    /// the bill, of the objective, of the lower bound or of the gap.
    pub move_price: Decimal,
    /// By job.
    pub moves: Vec<JobMove>,
}

/// A job of both plans that stands elsewhere than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobMove {
    pub job_id: String,
    pub from: MovePlace,
    /// `None`: the job is no longer scheduled.
    pub to: Option<MovePlace>,
    pub reason: MoveReason,
    /// What stands in the way of its old place, or changed with the job.
    pub message: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovePlace {
    pub equipment_id: String,
    pub start: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveReason {
    /// The job's own data no longer allow its old place.
    Changed,
    /// Its old place is gone, taken, or would break another constraint of the plan.
    Displaced,
    /// Its old place is free: there the whole plan, with all other jobs where they are, costs so much more.
    Cheaper { saves: Decimal },
}

impl MoveReason {
    pub fn as_str(self) -> &'static str {
        match self {
            MoveReason::Changed => "changed",
            MoveReason::Displaced => "displaced",
            MoveReason::Cheaper { .. } => "cheaper",
        }
    }
}
