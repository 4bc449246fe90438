use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::ascent::{Aim, Mean, ascend, goal};
use super::clearing::Clearing;
use super::market::Market;
use super::question::{Question, most_open};
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
static HOW: std::sync::LazyLock<usize> = std::sync::LazyLock::new(|| std::env::var("HOW").map_or(0, |r| r.parse().unwrap()));
static LPQ: std::sync::LazyLock<usize> = std::sync::LazyLock::new(|| std::env::var("LPQ").map_or(1, |r| r.parse().unwrap()));
static NARROW: std::sync::LazyLock<f64> = std::sync::LazyLock::new(|| std::env::var("NARROW").map_or(60.0, |r| r.parse().unwrap()));
static ROUNDS: std::sync::LazyLock<usize> = std::sync::LazyLock::new(|| std::env::var("ROUNDS").map_or(80, |r| r.parse().unwrap()));
/// How many regions a linear program counts as, of a round and of the work.
const RELAXED_OF_ROUND: usize = 8;
const RELAXED_WORK: usize = 64;
/// No wider than this in any charge, a region is split by its tasks, kW.
const NARROW_KW: f64 = 60.0;
/// No wider than this a charge is split no further, kW.
const LEAST_KW: f64 = 0.5;
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
    /// Who can solve linear relaxations.
    pub relax: Option<&'a Relax<'a>>,
    pub stop: &'a Stop<'a>,
    /// Hears of better bounds.
    pub found: &'a (dyn Fn(f64) + Sync),
}

/// A region whose plans cost no less than `bound`.
#[derive(Debug, Clone)]
struct Open {
    region: Region,
    bound: f64,
    prices: Arc<Vec<(u32, f32)>>,
    /// kW billed on average.
    billed: Vec<f64>,
    question: Option<Question>,
    /// Whether its linear relaxation has been solved, or its answer is known.
    relaxed: bool,
    depth: usize,
    /// The order in which regions came.
    number: usize,
}

/// What is done with a region in a round.
enum Task {
    Relax(Open),
    Explore { region: Region, prices: Arc<Vec<(u32, f32)>>, floor: f64, depth: usize },
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

impl<'a> Tree<'a> {
    fn new(market: &'a Market<'a>, root: &Root, limits: &'a Limits<'a>) -> Self {
        let target = (limits.target)();
        let (open, closed) = (BinaryHeap::new(), root.cutoff);
        let mut tree = Self { market, limits, target, open, closed, work: 1, regions: 0, kept: 0 };
        let first = tree.explore(root.region.clone(), root.prices.clone(), root.bound);
        tree.put(Open { relaxed: root.relaxed, ..first });
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
        let open = self.open.pop().filter(|open| open.bound < self.target)?;
        self.kept -= open.prices.len();
        Some(open)
    }

    /// What is done next, of the regions with the lowest bounds.
    fn round(&mut self) -> Vec<Task> {
        let (mut tasks, mut size) = (Vec::new(), 0);
        while size < ROUND {
            let Some(open) = self.take() else { break };
            if self.limits.relax.is_some() && !open.relaxed {
                size += RELAXED_OF_ROUND;
                tasks.push(Task::Relax(open));
                continue;
            }
            let Some(Split { rest, parts, asked }) = open.split(self.market) else {
                self.closed = self.closed.min(open.bound);
                continue;
            };
            let depth = if asked { open.depth + 1 } else { 0 };
            size += parts.len();
            let explore = |region| Task::Explore { region, prices: open.prices.clone(), floor: open.bound, depth };
            tasks.extend(parts.into_iter().map(explore));
            rest.into_iter().for_each(|rest| self.put(rest));
        }
        tasks
    }

    fn run(&self, task: &Task) -> Open {
        match task {
            Task::Relax(open) => self.relax(open),
            Task::Explore { region, prices, floor, depth } => {
                let mut explored = self.explore(region.clone(), whole(self.market, prices), *floor);
                explored.depth = *depth;
                explored.relaxed = *depth > 0 && (*LPQ == 0 || depth % *LPQ != 0);
                if self.kept > MOST_KEPT_PRICES {
                    explored.prices = prices.clone();
                }
                explored
            }
        }
    }

    /// The bound of a region, never below `floor`, which holds for one around it; and the region without what would lift
    /// it to the target.
    fn explore(&self, mut region: Region, prices: Vec<f64>, floor: f64) -> Open {
        let (market, target) = (self.market, self.target);
        region.exclude_dear(market);
        let mut clearing = Clearing::new(market);
        let aim = Aim { target: goal(target, floor), rounds: *ROUNDS, first_step: 0.5, longest_step: 2.0 };
        let summit = ascend(market, &region, prices, aim, &mut clearing, self.limits.stop);
        let bound = clearing.clear(market, &region, &summit.prices);
        tighten(market, &mut region, &summit.prices, bound, target, &mut clearing);
        Open::new(market, region, floor.max(bound), &summit.prices, &summit.mean)
    }

    /// The bound of a region by its linear relaxation. Without an answer it keeps what it has.
    fn relax(&self, open: &Open) -> Open {
        let clock = std::time::Instant::now();
        let relaxed = self.limits.relax.and_then(|relax| relax(&open.region));
        println!("LP {:.2} s {:.2} -> {:.2}; {:?}", clock.elapsed().as_secs_f64(), open.bound, relaxed.as_ref().map_or(0.0, |r| r.bound), (0..self.market.floors.len()).map(|c| format!("{:.0}-{:.0}-{:.0}", open.region.lower[c], relaxed.as_ref().map_or(0.0, |r| r.mean.billed[c]), open.region.upper[c])).collect::<Vec<_>>());
        let Some(relaxed) = relaxed else { return Open { relaxed: true, ..open.clone() } };
        let explored = self.explore(open.region.clone(), relaxed.prices, open.bound.max(relaxed.bound));
        let question = most_open(self.market, &explored.region, &relaxed.mean);
        Open { relaxed: true, depth: open.depth, billed: relaxed.mean.billed, question, ..explored }
    }
}

impl Task {
    fn work(&self) -> usize {
        if matches!(self, Self::Relax(_)) { RELAXED_WORK } else { 1 }
    }
}

fn whole(market: &Market<'_>, kept: &[(u32, f32)]) -> Vec<f64> {
    let mut prices = vec![0.0; market.prices()];
    kept.iter().for_each(|(index, price)| prices[*index as usize] = f64::from(*price));
    prices
}

/// Parts of a region: some to be explored, and one of which no more is known than of the whole.
struct Split {
    rest: Option<Open>, asked: bool,
    parts: Vec<Region>,
}

impl Open {
    fn new(market: &Market<'_>, region: Region, bound: f64, prices: &[f64], mean: &Mean) -> Self {
        let kept = prices.iter().enumerate().filter(|(_, price)| **price > 0.0);
        Self {
            prices: Arc::new(kept.map(|(index, price)| (index as u32, *price as f32)).collect()),
            question: most_open(market, &region, mean),
            region,
            bound,
            billed: mean.billed.clone(),
            relaxed: false,
            depth: 0,
            number: 0,
        }
    }

    fn split(&self, market: &Market<'_>) -> Option<Split> {
        let narrow = (0..market.floors.len()).all(|charge| self.region.width(charge) <= *NARROW);
        let by_question = || {
            let halves = self.region.ask(market, self.question?);
            Some(Split { rest: None, parts: halves.into(), asked: true })
        };
        let by_peak = || self.by_peak(market);
        if narrow { by_question().or_else(by_peak) } else { by_peak().or_else(by_question) }
    }

    /// Far above the average first: no good plan is there. Then the charge with the most money in its width.
    fn by_peak(&self, market: &Market<'_>) -> Option<Split> {
        let region = &self.region;
        let charges = 0..market.floors.len();
        let far = |charge: usize| (1.4 * self.billed[charge] + 40.0).max(region.lower[charge] + LEAST_KW);
        let times = |charge: &usize| region.upper[*charge] / far(*charge);
        let wide = charges.clone().filter(|charge| times(charge) > 1.2);
        if let Some(charge) = wide.max_by(|a, b| times(a).total_cmp(&times(b))) {
            let [near, beyond] = region.split(charge, far(charge));
            return Some(Split { rest: Some(Self { region: near, ..self.clone() }), parts: vec![beyond], asked: false });
        }
        let how = *HOW;
        let money = |charge: &usize| { let c = *charge; let rate = market.instance.peaks[c].highest_rate(); let width = region.width(c); match how { 0 => rate * width, 1 => width / region.upper[c], _ => rate * width / region.upper[c] } };
        let charges = charges.filter(|charge| region.width(*charge) > LEAST_KW);
        let charge = charges.max_by(|a, b| money(a).total_cmp(&money(b)))?;
        let (lower, width) = (region.lower[charge], region.width(charge));
        let at = (lower + width / 2.0 + self.billed[charge].clamp(lower, lower + width)) / 2.0;
        let at = at.clamp(lower + width / 5.0, lower + 0.8 * width);
        let [low, high] = region.split(charge, at);
        if self.relaxed && self.billed[charge] >= at {
            // the answer of the whole is one of this part too
            return Some(Split { rest: Some(Self { region: high, ..self.clone() }), parts: vec![low], asked: false });
        }
        Some(Split { rest: None, parts: vec![low, high], asked: false })
    }
}

impl Ord for Open {
    /// The lowest bound is the greatest: it comes first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(other.number.cmp(&self.number))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}
