use super::instance::Instance;
use super::search::anneal;
use super::stop::Stop;
use crate::model::Problem;

/// Changes that a problem of up to 20 jobs gets, and what a larger one gets.
const FEW_JOBS: u64 = 2_000_000;
const PER_JOB: u64 = 120_000;
const MOST: u64 = 12_000_000;
/// Changes times intervals: in a long horizon a change takes longer.
const MOST_INTERVALS: u64 = 4_000_000_000;
/// How much more where time is limited, if it lasts.
const TIMED: u64 = 4;
/// Part of a limited time that the search gets beside the proof, and before it.
const SEARCH_SHARE: f64 = 0.75;
const ALONE_SHARE: f64 = 0.5;
/// Part of a plan's cost that a change may add at first with probability 1/e, in a chain that stays near where it
/// starts, and last.
const HOT: f64 = 0.004;
const LUKEWARM: f64 = 0.0002;
const COLD: f64 = 0.00002;
/// Part of the search's work that the proof gets on top of it.
const PROOF_SHARE: u64 = 5;

/// How much work a problem gets. A work unit is a change that the search evaluates.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub chains: usize,
    pub changes_per_chain: u64,
    seconds_per_chain: Option<f64>,
    /// When the search is over, in seconds from the run's begin, if time limits it.
    search_ends: f64,
    pub threads: usize,
    /// Whether time limits the work.
    pub timed: bool,
    proof_units: u64,
    seed: u64,
    /// Whether there is a previous plan: every second chain stays near it.
    is_replan: bool,
}

impl Effort {
    /// Without a limit of the caller's: what two cores do in some seconds to a minute, by number of jobs and intervals.
    pub fn new(problem: &Problem, instance: &Instance) -> Self {
        let jobs = instance.plant.tasks.len() as u64;
        let available = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = problem.options.threads.map_or(available, |threads| threads as usize).max(1);
        let timed = problem.options.work_limit.is_none() && problem.options.time_limit_seconds.is_some();
        // few jobs: many short chains find more than few long ones
        let few = jobs <= 20;
        let chains = if few { 16 } else { 2 };
        let wanted = if few { FEW_JOBS } else { (PER_JOB * jobs).min(MOST) };
        let wanted = wanted.min(MOST_INTERVALS / instance.plant.intervals.max(1) as u64);
        let total = problem.options.work_limit.unwrap_or(if timed { wanted * TIMED } else { wanted });
        let mut effort = Self {
            chains,
            changes_per_chain: total / chains as u64,
            seconds_per_chain: None,
            search_ends: f64::INFINITY,
            threads,
            timed,
            proof_units: total / PROOF_SHARE,
            seed: problem.options.seed,
            is_replan: instance.is_replan(),
        };
        if timed && !few && !effort.is_replan {
            effort.chains = effort.searchers();
            effort.changes_per_chain = total / effort.chains as u64;
        }
        effort
    }

    /// Threads that search where time is limited: one is left for the proof.
    pub fn searchers(&self) -> usize {
        self.threads.saturating_sub(1).max(1)
    }

    /// Where time is limited: the search cools down in its part of it, however fast the machine is.
    pub fn within_time(mut self, stop: &Stop<'_>) -> Self {
        if let Some(left) = stop.left().filter(|_| self.timed) {
            let in_turn = self.chains.div_ceil(self.searchers()) as f64;
            let share = if self.threads > 1 { SEARCH_SHARE } else { ALONE_SHARE };
            let seconds = left.as_secs_f64() * share;
            self.seconds_per_chain = Some(seconds / in_turn);
            self.search_ends = stop.seconds() + seconds;
            stop.cut_short();
        }
        self
    }

    /// One chain for a thread that has nothing to prove any more, in the time that is left to the search.
    pub fn last_chain(mut self, now: f64) -> Option<Self> {
        let seconds = self.search_ends - now;
        self.seconds_per_chain = Some(seconds);
        self.changes_per_chain *= self.chains.div_ceil(self.searchers()) as u64;
        (seconds.is_finite() && seconds > 0.0).then_some(self)
    }

    pub fn chain(&self, chain: usize, cost: f64) -> anneal::Schedule {
        let scale = cost.abs().max(1e-3);
        let seed = self.seed.wrapping_mul(0x1000_0000_01b3).wrapping_add(chain as u64);
        let hot = if self.is_replan && chain % 2 == 1 { LUKEWARM } else { HOT };
        anneal::Schedule {
            changes: self.changes_per_chain,
            seconds: self.seconds_per_chain,
            hot: scale * hot,
            cold: scale * COLD,
            seed,
        }
    }

    /// Regions that the proof may look into, at so many work units each.
    pub fn regions(&self, units: u64) -> usize {
        if self.timed { usize::MAX } else { usize::try_from(self.proof_units / units.max(1)).unwrap_or(usize::MAX) }
    }

    pub fn work_units(&self) -> u64 {
        self.changes_per_chain * self.chains as u64
    }
}
