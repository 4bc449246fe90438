use super::instance::Instance;
use super::search::anneal;
use crate::model::Problem;

/// Changes that a problem of up to 20 jobs gets, and what a larger one gets.
const FEW_JOBS: u64 = 2_400_000;
const PER_JOB: u64 = 120_000;
const MOST: u64 = 12_000_000;
/// Changes times intervals: in a long horizon a change takes longer.
const MOST_INTERVALS: u64 = 4_000_000_000;

/// How much work a problem gets. A work unit is a change that the search evaluates.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub chains: usize,
    pub changes_per_chain: u64,
    pub threads: usize,
    seed: u64,
}

impl Effort {
    /// Without a limit of the caller's: what two cores do in some seconds to a minute, by number of jobs and intervals.
    pub fn new(problem: &Problem, instance: &Instance) -> Self {
        let jobs = instance.plant.tasks.len() as u64;
        // few jobs: many short chains find more than few long ones
        let chains = if jobs <= 20 { 16 } else { 2 };
        let wanted = if jobs <= 20 { FEW_JOBS } else { (PER_JOB * jobs).min(MOST) };
        let wanted = wanted.min(MOST_INTERVALS / instance.plant.intervals.max(1) as u64);
        let total = problem.options.work_limit.unwrap_or(wanted);
        let available = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = problem.options.threads.map_or(available, |threads| threads as usize);
        Self { chains, changes_per_chain: total / chains as u64, threads, seed: problem.options.seed }
    }

    pub fn chain(&self, chain: usize, cost: f64) -> anneal::Schedule {
        let scale = cost.abs().max(1e-3);
        let seed = self.seed.wrapping_mul(0x1000_0000_01b3).wrapping_add(chain as u64);
        anneal::Schedule { changes: self.changes_per_chain, hot: scale * 0.004, cold: scale * 0.00002, seed }
    }

    pub fn work_units(&self) -> u64 {
        self.changes_per_chain * self.chains as u64
    }
}
