use super::instance::Instance;
use super::search::anneal;
use super::stop::Stop;
use crate::model::Problem;

/// Changes that a problem of up to 20 jobs gets, one of up to 50, and what a larger one gets, each in so many chains.
const FEW: u64 = 2_000_000;
const FEW_CHAINS: usize = 16;
const SOME: u64 = 8_000_000;
const SOME_CHAINS: usize = 4;
const PER_JOB: u64 = 120_000;
const MOST: u64 = 12_000_000;
const MANY_CHAINS: usize = 2;
/// Changes times intervals: in a long horizon a change takes longer.
const MOST_INTERVALS: u64 = 4_000_000_000;
/// How much more where time is limited, if it lasts.
const TIMED: u64 = 4;
/// Part of a limited time that the search gets beside the proof, and before it.
const SEARCH_SHARE: f64 = 0.85;
const ALONE_SHARE: f64 = 0.5;
/// Part of a plan's cost that a change may add at first with probability 1/e, in a chain that stays near where it
/// starts, and last.
const HOT: f64 = 0.004;
const LUKEWARM: f64 = 0.0002;
const COLD: f64 = 0.00002;
/// The same of every second chain of many jobs: demand decides where peaks are, for which it must be hot, and starts and
/// minimum loads are decided when it is cold.
const HOT_2: f64 = 0.003;
const COLD_2: f64 = 0.00001;
/// Part of the search's work that the proof gets on top of it.
const PROOF_SHARE: u64 = 5;

/// How much work a problem gets. A work unit is a change that the search evaluates.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub chains: usize,
    pub changes_per_chain: u64,
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
        // the fewer the jobs, the more do many short chains find than few long ones
        let (chains, wanted) = match jobs {
            0..=20 => (FEW_CHAINS, FEW),
            21..=50 => (SOME_CHAINS, SOME),
            _ => (MANY_CHAINS, (PER_JOB * jobs).min(MOST)),
        };
        let wanted = wanted.min(MOST_INTERVALS / instance.plant.intervals.max(1) as u64);
        let total = problem.options.work_limit.unwrap_or(if timed { wanted * TIMED } else { wanted });
        let mut effort = Self {
            chains,
            changes_per_chain: total / chains as u64,
            search_ends: f64::INFINITY,
            threads,
            timed,
            proof_units: total / PROOF_SHARE,
            seed: problem.options.seed,
            is_replan: instance.is_replan(),
        };
        if timed && chains < FEW_CHAINS {
            // more of them, as many as there is time for
            effort.chains *= 2;
            effort.changes_per_chain = total / effort.chains as u64;
        }
        effort
    }

    /// Where time is limited: the search cools down in its part of it, however fast the machine is.
    pub fn within_time(mut self, stop: &Stop<'_>) -> Self {
        if let Some(left) = stop.left().filter(|_| self.timed) {
            let share = if self.threads > 1 { SEARCH_SHARE } else { ALONE_SHARE };
            self.search_ends = stop.seconds() + left.as_secs_f64() * share;
            stop.cut_short();
        }
        self
    }

    /// `None` if the search's time is over.
    pub fn chain(&self, chain: usize, cost: f64, now: f64) -> Option<anneal::Schedule> {
        let mut seconds = self.search_ends - now;
        if seconds <= 0.0 {
            return None;
        }
        if self.is_replan && chain == 0 {
            // the next one stays near the previous plan
            seconds /= 2.0;
        }
        let scale = cost.abs().max(1e-3);
        let seed = self.seed.wrapping_mul(0x1000_0000_01b3).wrapping_add(chain as u64);
        let (hot, cold) = match chain % 2 {
            1 if self.is_replan => (LUKEWARM, COLD),
            1 if self.chains < FEW_CHAINS => (HOT_2, COLD_2),
            _ => (HOT, COLD),
        };
        Some(anneal::Schedule {
            changes: self.changes_per_chain,
            seconds: seconds.is_finite().then_some(seconds),
            hot: scale * hot,
            cold: scale * cold,
            seed,
        })
    }

    /// Regions that the proof may look into, at so many work units each.
    pub fn regions(&self, units: u64) -> usize {
        if self.timed { usize::MAX } else { usize::try_from(self.proof_units / units.max(1)).unwrap_or(usize::MAX) }
    }

    pub fn work_units(&self) -> u64 {
        self.changes_per_chain * self.chains as u64
    }
}
