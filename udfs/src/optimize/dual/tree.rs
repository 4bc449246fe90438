use std::collections::BinaryHeap;
use std::sync::Arc;

use super::ascent::{Aim, ascend, goal};
use super::clearing::Clearing;
use super::market::Market;
use super::open::{Kept, Open, Split};
use super::question::most_open;
use super::region::Region;
use super::relaxed::Relax;
use super::root::Root;
use super::tighten::tighten;
use crate::optimize::pieces::run_pieces;
use crate::optimize::stop::Stop;

/// Regions looked into in one round.
const ROUND: usize = 16;
/// Rounds of prices in a region.
pub const PRICE_ROUNDS: usize = 80;
/// How many regions a linear program counts as, of a round and of the work.
const RELAXED_OF_ROUND: usize = 8;
const RELAXED_WORK: usize = 64;
/// Prices kept for open regions; where there are more, a region begins at those of the one around it.
const MOST_KEPT_PRICES: usize = 60_000_000;

/// What the search may do, and who asks.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// Regions to look into.
    pub regions: usize,
    pub threads: &'a (dyn Fn() -> usize + Sync),
    /// A bound near enough to the best plan.
    pub target: &'a (dyn Fn() -> f64 + Sync),
    /// Who solves linear relaxations.
    pub relax: Option<&'a Relax<'a>>,
    pub stop: &'a Stop<'a>,
    /// Hears of better bounds.
    pub found: &'a (dyn Fn(f64) + Sync),
}

/// Splits the region with the lowest bound until none is below the target, or the work is done. Answers the work, in
/// regions.
pub fn search(market: &Market<'_>, root: &Root, limits: &Limits<'_>) -> usize {
    let mut tree = Tree::new(market, root, limits);
    let mut best = root.bound;
    loop {
        if tree.bound() > best {
            best = tree.bound();
            (limits.found)(best);
        }
        if tree.work >= limits.regions || limits.stop.now() {
            break;
        }
        tree.target = tree.target.min((limits.target)());
        let tasks = tree.round();
        if tasks.is_empty() {
            break;
        }
        let done = run_pieces(tasks.len(), (limits.threads)(), |task| tree.run(&tasks[task]));
        for (open, task) in done.into_iter().zip(&tasks) {
            tree.work += task.work();
            tree.put(open);
        }
    }
    tree.work
}

/// Regions still open, and what is known of the others.
struct Tree<'a> {
    market: &'a Market<'a>,
    limits: &'a Limits<'a>,
    target: f64,
    open: BinaryHeap<Open>,
    /// The lowest bound of regions that are split no further.
    closed: f64,
    work: usize,
    regions: usize,
    /// Prices kept.
    kept: usize,
}

/// What is done with a region in a round.
enum Task {
    Relax(Open),
    Explore { region: Region, prices: Arc<Kept>, floor: f64 },
}

impl Task {
    fn work(&self) -> usize {
        if matches!(self, Self::Relax(_)) { RELAXED_WORK } else { 1 }
    }
}

impl<'a> Tree<'a> {
    fn new(market: &'a Market<'a>, root: &Root, limits: &'a Limits<'a>) -> Self {
        let (target, closed) = ((limits.target)(), root.cutoff);
        let mut tree = Self { market, limits, target, open: BinaryHeap::new(), closed, work: 1, regions: 0, kept: 0 };
        let first = tree.explore(root.region.clone(), root.prices.clone(), root.bound);
        tree.put(first);
        tree
    }

    fn bound(&self) -> f64 {
        self.open.peek().map_or(f64::INFINITY, |least| least.bound).min(self.closed).min(self.target)
    }

    fn put(&mut self, open: Open) {
        if open.bound >= self.target {
            self.closed = self.closed.min(open.bound);
            return;
        }
        self.regions += 1;
        self.kept += open.prices.len();
        self.open.push(Open { number: self.regions, ..open });
    }

    /// The region with the lowest bound.
    fn take(&mut self) -> Option<Open> {
        if self.open.peek()?.bound >= self.target {
            return None;
        }
        let open = self.open.pop()?;
        self.kept -= open.prices.len();
        Some(open)
    }

    /// What is done next, with the regions of the lowest bounds: first a linear program, then parts.
    fn round(&mut self) -> Vec<Task> {
        let (mut tasks, mut size) = (Vec::new(), 0);
        while size < ROUND {
            let Some(open) = self.take() else { break };
            if self.limits.relax.is_some() && !open.relaxed {
                size += RELAXED_OF_ROUND;
                tasks.push(Task::Relax(open));
                continue;
            }
            let Some(Split { rest, parts }) = open.split(self.market) else {
                self.closed = self.closed.min(open.bound);
                continue;
            };
            size += parts.len();
            let explore = |region| Task::Explore { region, prices: open.prices.clone(), floor: open.bound };
            tasks.extend(parts.into_iter().map(explore));
            rest.into_iter().for_each(|rest| self.put(rest));
        }
        tasks
    }

    fn run(&self, task: &Task) -> Open {
        match task {
            Task::Relax(open) => self.relax(open),
            Task::Explore { region, prices, floor } => {
                let explored = self.explore(region.clone(), prices.whole(self.market), *floor);
                if self.kept > MOST_KEPT_PRICES { Open { prices: prices.clone(), ..explored } } else { explored }
            }
        }
    }

    /// The bound of a region, never below `floor`, which holds for one around it; and the region without what would lift
    /// it to the target.
    fn explore(&self, mut region: Region, prices: Vec<f64>, floor: f64) -> Open {
        let (market, target) = (self.market, self.target);
        region.settle(market);
        let mut clearing = Clearing::new(market);
        let aim = Aim { target: goal(target, floor), rounds: PRICE_ROUNDS, first_step: 0.5, longest_step: 2.0 };
        let summit = ascend(market, &region, prices, aim, &mut clearing, self.limits.stop);
        let bound = clearing.clear(market, &region, &summit.prices);
        tighten(market, &mut region, &summit.prices, bound, target, &mut clearing);
        Open::new(market, region, floor.max(bound), &summit.prices, &summit.mean)
    }

    /// The bound of a region by its linear relaxation; without an answer it keeps what it has.
    fn relax(&self, open: &Open) -> Open {
        let relaxed = self.limits.relax.and_then(|relax| relax(&open.region));
        let Some(relaxed) = relaxed else { return Open { relaxed: true, ..open.clone() } };
        let explored = self.explore(open.region.clone(), relaxed.prices, open.bound.max(relaxed.bound));
        let question = most_open(self.market, &explored.region, &relaxed.mean);
        Open { relaxed: true, billed: relaxed.mean.billed, question, ..explored }
    }
}
