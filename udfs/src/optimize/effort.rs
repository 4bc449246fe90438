use super::instance::Instance;
use super::search::anneal;
use crate::model::Problem;

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
        let (jobs, intervals) = (instance.plant.tasks.len() as u64, instance.plant.intervals as u64);
        let chains = if jobs <= 20 { 4 } else { 2 };
        let wanted = 60_000 * jobs.clamp(1, 100);
        let affordable = 1_200_000_000 / intervals.max(1);
        let total = problem.options.work_limit.unwrap_or(wanted.min(affordable));
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
