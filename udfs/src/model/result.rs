use super::{Cost, Decimal, DemandAllocation, EquipmentRun, Instant, LoadProfile, Replan, ScheduleKind};
use crate::error::{Code, Issues};

/// A priced and checked schedule, with everything an auditor needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanResult {
    pub site_id: String,
    pub schedule_kind: ScheduleKind,
    pub status: Status,
    pub solver: String,
    /// Proved: no schedule of the problem has a lower objective. `None` where nothing was proved.
    pub lower_bound: Option<Decimal>,
    /// (objective - lower bound) / objective.
    pub gap: Option<Decimal>,
    /// Not part of any hash.
    pub solve_seconds: Decimal,
    pub work_units: u64,
    pub seed: u64,
    pub reproducible: bool,
    /// By job.
    pub assignments: Vec<PricedAssignment>,
    /// By equipment, then time.
    pub runs: Vec<EquipmentRun>,
    pub profile: LoadProfile,
    pub cost: Cost,
    pub demand_allocation: DemandAllocation,
    /// Of an optimised schedule: what it is compared with.
    pub baseline: Option<Baseline>,
    /// Of an optimised schedule with a previous one: which jobs moved.
    pub replan: Option<Replan>,
    pub violations: Vec<Violation>,
    pub warnings: Issues,
    /// SHA-256 of the canonical problem document.
    pub input_hash: String,
    /// SHA-256 over input hash, engine version and this result.
    pub provenance_hash: String,
}

impl PlanResult {
    /// Baseline total - this total, both by the same calculator.
    pub fn savings(&self) -> Option<Decimal> {
        self.baseline.as_ref().map(|baseline| baseline.total - self.cost.total)
    }

    /// Savings in percent of the baseline; `None` where the baseline costs nothing.
    pub fn savings_percent(&self) -> Option<Decimal> {
        let baseline = self.baseline.as_ref().filter(|baseline| !baseline.total.is_zero())?;
        let percent = (baseline.total - self.cost.total) / baseline.total * Decimal::ONE_HUNDRED;
        Some(percent.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    pub total: Decimal,
    pub violations: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Proved to be within the gap tolerance.
    Optimal,
    Feasible,
    /// The hard constraints cannot all hold, or no schedule was found that holds them.
    Elastic,
    NoSolution,
}

impl Status {
    pub const ALL: [Status; 4] = [Status::Optimal, Status::Feasible, Status::Elastic, Status::NoSolution];

    pub fn as_str(self) -> &'static str {
        match self {
            Status::Optimal => "optimal",
            Status::Feasible => "feasible",
            Status::Elastic => "elastic",
            Status::NoSolution => "no_solution",
        }
    }
}

/// An assignment with its own share of energy and cost; `job` and `equipment` are indices into the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedAssignment {
    pub job: usize,
    pub equipment: usize,
    pub start: Instant,
    pub end: Instant,
    /// Thermal.
    pub power_kw: Decimal,
    pub input_energy_kwh: Decimal,
    pub energy_cost: Decimal,
    /// Category with most of its energy.
    pub tariff_period: String,
    /// Its input power while it runs; 0 for other fuels.
    pub demand_contribution_kw: Decimal,
}

/// A broken constraint: by how much, and the smallest change that would remove it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub code: Code,
    /// Job or equipment id, or the time of a metering window.
    pub subject: String,
    pub message: String,
    pub amount: Decimal,
    pub unit: String,
    pub fix: String,
}
