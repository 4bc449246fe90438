use crate::model::{Decimal, Instant};
use crate::tariff::BillingMonth;

/// Why a plan is as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Of the plan: energy, demand, coincident and fuel with their riders, before rounding.
    pub objective: Decimal,
    /// By job.
    pub jobs: Vec<JobExplanation>,
    /// By charge as in the tariff, and month.
    pub peaks: Vec<PeakPrice>,
}

/// `job` and `equipment` are indices into the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobExplanation {
    pub job: usize,
    /// `None`: not scheduled.
    pub here: Option<Where>,
    /// What the objective would fall by if the job were not done, all others as they are.
    pub cost_here: Option<Decimal>,
    /// `None` where the job has no other place.
    pub next_best: Option<NextBest>,
    pub binding: Binding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Where {
    pub equipment: usize,
    pub start: Instant,
}

/// The cheapest other place that keeps every constraint that the plan keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextBest {
    pub place: Where,
    /// What the objective would rise by; below zero where the plan is not the cheapest.
    pub cost_increase: Decimal,
}

/// What keeps a job from the place that looks cheapest, by its own energy alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    pub rule: Rule,
    /// The place that looks cheapest; `None` where none looks cheaper than the present one.
    pub place: Option<Where>,
    /// What the job's energy would cost less there; `None` where the job is not scheduled.
    pub energy_saving: Option<Decimal>,
    /// Job, equipment or demand charge that stands in the way.
    pub subject: String,
    /// By how much the rule would be broken, or the peak would rise.
    pub amount: Option<Decimal>,
    pub unit: &'static str,
    /// Lower case, no final period.
    pub message: String,
}

/// What can keep a job from a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Nothing: no place looks cheaper.
    Price,
    EarliestStart,
    Deadline,
    Fixed,
    AllowedEquipment,
    Setpoint,
    Capacity,
    MaxConcurrentJobs,
    /// Maintenance, repair, offline.
    Availability,
    Crew,
    Predecessor,
    /// No on-periods there keep minimum run time, starts per day, start-up and shutdown.
    OnPeriods,
    DemandLimit,
    /// Allowed, but a demand charge makes it dearer.
    Peak,
    /// Allowed, but starts, minimum load or energy tiers make it dearer.
    RunningCost,
    /// Nothing: the plan would cost less with the job there.
    NotCheapest,
}

impl Rule {
    pub const ALL: [Rule; 16] = [
        Rule::Price,
        Rule::EarliestStart,
        Rule::Deadline,
        Rule::Fixed,
        Rule::AllowedEquipment,
        Rule::Setpoint,
        Rule::Capacity,
        Rule::MaxConcurrentJobs,
        Rule::Availability,
        Rule::Crew,
        Rule::Predecessor,
        Rule::OnPeriods,
        Rule::DemandLimit,
        Rule::Peak,
        Rule::RunningCost,
        Rule::NotCheapest,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Rule::Price => "price",
            Rule::EarliestStart => "earliest_start",
            Rule::Deadline => "deadline",
            Rule::Fixed => "fixed",
            Rule::AllowedEquipment => "allowed_equipment",
            Rule::Setpoint => "setpoint",
            Rule::Capacity => "capacity",
            Rule::MaxConcurrentJobs => "max_concurrent_jobs",
            Rule::Availability => "availability",
            Rule::Crew => "crew",
            Rule::Predecessor => "predecessor",
            Rule::OnPeriods => "on_periods",
            Rule::DemandLimit => "demand_limit",
            Rule::Peak => "peak",
            Rule::RunningCost => "running_cost",
            Rule::NotCheapest => "not_cheapest",
        }
    }
}

/// The peak of a demand charge, coincident charge or rider in one billing month, and what a kW of it costs, riders in
/// percent included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeakPrice {
    pub charge: String,
    pub month: BillingMonth,
    /// Start of the metering window that set it.
    pub at: Instant,
    pub peak_kw: Decimal,
    /// What the objective would fall by with a peak one kW lower.
    pub saved_by_one_kw: Decimal,
    /// What it would rise by with a peak one kW higher.
    pub added_by_one_kw: Decimal,
}
