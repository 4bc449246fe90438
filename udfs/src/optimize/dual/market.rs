use std::ops::Range;

use super::places::{Places, places, starts};
use super::tree::PRICE_ROUNDS;
use crate::optimize::instance::{Instance, kw};

/// A problem as prices see it.
///
/// A vector of prices, all per kW, has in this order:
/// - of every metering window: its mean;
/// - of every unit and interval: room, and then least heat, which is what of a kW's price being on pays (jobs pay the
///   rest);
/// - of every task and charge: what the task bills alone;
/// - of every task, charge and level of the charge: whether the task bills more than the level.
#[derive(Debug)]
pub struct Market<'a> {
    pub instance: &'a Instance,
    pub windows: Vec<Window>,
    /// By charge: its windows among all.
    pub windows_of: Vec<Range<usize>>,
    /// By charge: kW that it bills of any plan, and of none more.
    pub floors: Vec<f64>,
    pub highest: Vec<f64>,
    /// By charge: what places bill on average, of those that bill more than any plan.
    pub lumps: Vec<f64>,
    /// By charge: kW between what tasks bill alone, rising; of every charge as many. And how far each is from the one
    /// before, by which its price is scaled.
    pub levels: Vec<Vec<f64>>,
    pub steps: Vec<Vec<f64>>,
    /// Of all tasks, in order.
    pub places: Vec<Places>,
    /// By task: its places among all.
    pub places_of: Vec<Range<usize>>,
    /// By unit and boundary: what charges bill at least with a start there.
    pub starts: Vec<Vec<Vec<f64>>>,
    pub batch: Vec<bool>,
    /// By interval: what tiers add to a kW at least.
    pub tier_price: Vec<f64>,
}

#[derive(Debug)]
pub struct Window {
    pub shares: Vec<(usize, f64)>,
    /// kW of the base load, less those paid for.
    pub known: f64,
}

/// Prices of levels that a problem has at most, and levels of a charge.
const MOST_LEVEL_PRICES: usize = 12_000;
const MOST_LEVELS: usize = 40;

impl<'a> Market<'a> {
    pub fn new(instance: &'a Instance) -> Self {
        let plant = &instance.plant;
        let highest = instance.highest_load();
        let (mut windows, mut windows_of, mut floors) = (Vec::new(), Vec::new(), Vec::new());
        for charge in &instance.peaks {
            let first = windows.len();
            windows.extend(charge.all_windows().map(|shares| {
                let base: f64 = shares.iter().map(|(t, share)| share * instance.base_load[*t]).sum();
                Window { shares, known: base - charge.paid }
            }));
            windows_of.push(first..windows.len());
            floors.push(windows[first..].iter().map(|window: &Window| window.known).fold(0.0, f64::max));
        }
        let mut tier_price = vec![0.0; plant.intervals];
        for tiers in &instance.tiers {
            let least = tiers.steps.iter().map(|(_, more)| *more).fold(0.0, f64::min);
            tiers.hours.iter().for_each(|(t, hours)| tier_price[*t] += least * hours);
        }
        let (mut all, mut places_of) = (Vec::new(), Vec::new());
        for places in places(instance, &floors) {
            places_of.push(all.len()..all.len() + places.len());
            all.extend(places);
        }
        let (tasks, charges) = (places_of.len(), floors.len());
        let count = (MOST_LEVEL_PRICES / (tasks * charges).max(1)).min(MOST_LEVELS);
        let levels: Vec<Vec<f64>> = (0..charges).map(|charge| levels(&all, charge, floors[charge], count)).collect();
        for places in &mut all {
            places.levels = places.billed.iter().zip(&levels).map(|(billed, levels)| above(levels, *billed)).collect();
        }
        let before = |levels: &[f64], floor: f64| std::iter::once(floor).chain(levels.to_vec());
        let steps = |(levels, floor): (&Vec<f64>, &f64)| {
            levels.iter().zip(before(levels, *floor)).map(|(level, before)| level - before).collect()
        };
        let steps = levels.iter().zip(&floors).map(steps).collect();
        Self {
            instance,
            windows,
            levels,
            steps,
            windows_of,
            starts: starts(instance, &floors),
            highest: floors.iter().map(|floor| highest.max(*floor)).collect(),
            lumps: (0..charges).map(|charge| lump(&all, charge, floors[charge])).collect(),
            floors,
            places: all,
            places_of,
            batch: (0..plant.units.len()).map(|unit| instance.is_batch(unit)).collect(),
            tier_price,
        }
    }

    /// Whether each task has one. A job that fits nowhere has no valid plan to be bounded.
    pub fn has_places(&self) -> bool {
        !self.places_of.iter().any(Range::is_empty)
    }

    pub fn prices(&self) -> usize {
        self.level_price(self.places_of.len(), 0, 0)
    }

    /// Each demand charge spread over its windows; all else costs nothing.
    pub fn first_prices(&self) -> Vec<f64> {
        let mut prices = vec![0.0; self.prices()];
        for (windows, peak) in self.windows_of.iter().zip(&self.instance.peaks) {
            prices[windows.clone()].fill(peak.highest_rate() / windows.len().max(1) as f64);
        }
        prices
    }

    /// Where the prices of room on a unit begin.
    pub fn room_price(&self, unit: usize) -> usize {
        self.windows.len() + 2 * unit * self.instance.plant.intervals
    }

    /// Where the prices of least heat of a unit begin.
    pub fn least_price(&self, unit: usize) -> usize {
        self.room_price(unit) + self.instance.plant.intervals
    }

    /// Levels of each charge.
    pub fn level_count(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }

    /// How many levels of a charge so many kW are above.
    pub fn level(&self, charge: usize, billed: f64) -> usize {
        above(&self.levels[charge], billed)
    }

    pub fn lump_price(&self, task: usize, charge: usize) -> usize {
        self.room_price(self.batch.len()) + task * self.floors.len() + charge
    }

    pub fn level_price(&self, task: usize, charge: usize, level: usize) -> usize {
        self.lump_price(self.places_of.len(), 0) + (task * self.floors.len() + charge) * self.level_count() + level
    }

    /// Starts of all tasks.
    pub fn choices(&self) -> usize {
        self.places.iter().map(|places| places.starts.len()).sum()
    }

    /// Work of a region, in changes of the search.
    pub fn units_a_region(&self) -> u64 {
        (PRICE_ROUNDS * (self.choices() + self.prices()) / 1000) as u64 + 1
    }

    pub fn capacity(&self, unit: usize) -> f64 {
        kw(self.instance.plant.units[unit].capacity)
    }

    /// Heat that a unit gives at least while on, kW.
    pub fn least_heat(&self, unit: usize) -> f64 {
        kw(self.instance.plant.units[unit].min_load)
    }

    /// kW of heat, beyond the minimum that being on pays on a batch unit, and kW of room, that a task takes.
    pub fn demand(&self, task: usize, unit: usize) -> (f64, f64) {
        let power = kw(self.instance.plant.tasks[task].power);
        if self.batch[unit] { ((power - self.least_heat(unit)).max(0.0), self.capacity(unit)) } else { (power, power) }
    }
}

/// How many of the levels so many kW are above.
fn above(levels: &[f64], billed: f64) -> usize {
    levels.partition_point(|level| *level < billed - 1e-9)
}

fn lump(places: &[Places], charge: usize, floor: f64) -> f64 {
    let billed = places.iter().map(|places| places.billed[charge]).filter(|billed| *billed > floor + 1e-9);
    let (sum, count) = billed.fold((0.0, 0_usize), |(sum, count), billed| (sum + billed, count + 1));
    sum / count.max(1) as f64
}

/// Halfway between neighbours of what tasks bill alone, thinned out evenly to so many.
fn levels(places: &[Places], charge: usize, floor: f64, count: usize) -> Vec<f64> {
    let mut billed: Vec<f64> = places.iter().map(|places| places.billed[charge]).collect();
    billed.push(floor);
    billed.sort_unstable_by(f64::total_cmp);
    billed.dedup_by(|a, b| *a - *b < 1e-6);
    let between: Vec<f64> = billed.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
    let last = billed.last().copied().unwrap_or(floor);
    let of = |level: usize| match between.get(if between.len() > count {
        (2 * level + 1) * between.len() / (2 * count)
    } else {
        level
    }) {
        Some(kw) => *kw,
        None => last + 1.0 + level as f64,
    };
    (0..count).map(of).collect()
}
