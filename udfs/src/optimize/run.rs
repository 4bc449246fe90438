use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::bound::{Ground, ground};
use super::effort::Effort;
use super::instance::Instance;
use super::pieces::{Pieces, run_pieces};
use super::replan;
use super::report::Report;
use super::search::{Solution, State, anneal};
use super::stop::Stop;
use super::strategy::better;

/// Search and proof of one problem, from a first plan.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    pub instance: &'a Instance,
    pub effort: Effort,
    pub stop: &'a Stop<'a>,
    pub report: &'a Report<'a>,
    /// Part of the best plan's cost within which a bound is near enough.
    pub tolerance: f64,
}

/// What is proved about the best plan.
#[derive(Debug, Default)]
pub struct Proved {
    pub bound: Option<f64>,
    /// Who helped to prove it.
    pub solver: Option<String>,
    pub work_units: u64,
}

/// Part of the tolerance that the proof uses up, so that rounding does not lift the gap above it.
const OF_TOLERANCE: f64 = 0.99;

impl Run<'_> {
    /// The same answer on any number of threads: search and the bound of the whole at once, then regions.
    pub fn by_work(&self, first: Solution) -> (Solution, Proved) {
        let Effort { chains, threads, .. } = self.effort;
        let grounds = OnceLock::new();
        let found = run_pieces(chains + 1, threads, |piece| match piece.checked_sub(1) {
            Some(chain) => self.chain(chain, &first),
            None => {
                grounds.get_or_init(|| self.ground(&first));
                None
            }
        });
        let best = self.best_of(first, found);
        let ground = grounds.into_inner().flatten();
        let proved = self.prove(ground.as_ref(), &|| threads, &|| cost_of(&best));
        (best, proved)
    }

    /// As much as the time allows: one thread proves while the others search, and then all prove; if it is done before
    /// they are, it searches, too. A single thread searches first.
    pub fn by_time(&self, first: Solution) -> (Solution, Proved) {
        let threads = self.effort.threads;
        let chains = Pieces::new(self.effort.chains);
        let search = || chains.work(|chain| self.chain(chain, &first));
        if threads < 2 {
            search();
            let best = self.best_of(first.clone(), chains.into_results());
            let ground = self.ground(&best);
            let proved = self.prove(ground.as_ref(), &|| 1, &|| cost_of(&best));
            return (best, proved);
        }
        let searching = AtomicUsize::new(threads - 1);
        let proved = std::thread::scope(|scope| {
            let searcher = || {
                search();
                searching.fetch_sub(1, Ordering::Relaxed);
            };
            let searchers: Vec<_> = (1..threads).map(|_| scope.spawn(searcher)).collect();
            let ground = self.ground(&first);
            let free = || threads - searching.load(Ordering::Relaxed);
            let best = || match self.report.best() {
                best if best.is_infinite() && searching.load(Ordering::Relaxed) == 0 => f64::NEG_INFINITY,
                best => best,
            };
            let proved = self.prove(ground.as_ref(), &free, &best);
            search();
            // one that panicked found nothing
            searchers.into_iter().for_each(|searcher| drop(searcher.join()));
            proved
        });
        (self.best_of(first.clone(), chains.into_results()), proved)
    }

    fn chain(&self, chain: usize, first: &Solution) -> Option<Solution> {
        let schedule = self.effort.chain(chain, first.score.cost, self.stop.seconds())?;
        let mut state = State::empty(self.instance)?;
        first.load_into(&mut state);
        Some(anneal(&mut state, &schedule, self.stop, &|solution| {
            if solution.score.is_met() {
                self.report.incumbent(solution.score.cost);
            }
        }))
    }

    fn best_of(&self, first: Solution, found: Vec<Option<Solution>>) -> Solution {
        let best = replan::put_back(self.instance, found.into_iter().flatten().fold(first, better));
        if best.score.is_met() {
            self.report.incumbent(best.score.cost);
        }
        best
    }

    fn ground(&self, plan: &Solution) -> Option<Ground<'_>> {
        ground(self.instance, plan, self.stop, self.report)
    }

    fn prove(
        &self,
        ground: Option<&Ground<'_>>,
        threads: &(dyn Fn() -> usize + Sync),
        best: &(dyn Fn() -> f64 + Sync),
    ) -> Proved {
        let Some(ground) = ground else { return Proved::default() };
        let target = || {
            let best = best();
            if best.is_finite() { best - OF_TOLERANCE * self.tolerance * best.abs() } else { best }
        };
        let split = || ground.split(&self.effort, threads, &target, self.stop, self.report);
        let (work_units, solver) = if ground.bound() < target() { split() } else { (0, None) };
        Proved { bound: self.report.best_bound(), solver, work_units }
    }
}

/// What a proof has to come near to; nothing, where no plan holds all constraints.
fn cost_of(best: &Solution) -> f64 {
    if best.score.is_met() { best.score.cost } else { f64::NEG_INFINITY }
}
