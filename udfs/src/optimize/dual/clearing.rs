use super::charge::{Offer, offers};
use super::market::{Market, Window};
use super::region::Region;
use crate::operation::RunPlanner;

/// All parts at their cheapest, at given prices; memory to be used again.
#[derive(Debug)]
pub struct Clearing {
    /// By price: what is demanded of it beyond what there is.
    pub excess: Vec<f64>,
    /// By task: its place, as places of the market and a start.
    pub chosen: Vec<(usize, usize)>,
    /// By charge: kW billed, and how many levels that is above.
    pub billed: Vec<f64>,
    levels: Vec<usize>,
    /// By charge: levels below the least that the region bills.
    pub(super) lowest: Vec<usize>,
    pub(super) paid: Vec<Paid>,
    pub(super) planner: RunPlanner<f64>,
    /// By interval: price of a metered kW on the unit at hand, its price of being on, and metered kW of all units.
    pub(super) metered: Vec<f64>,
    pub(super) on: Vec<f64>,
    pub(super) load: Vec<f64>,
    /// By boundary: price of a start and a stop there.
    pub(super) start: Vec<f64>,
    pub(super) stop: Vec<f64>,
    /// By interval: price of a kW of load by metering windows.
    demand: Vec<f64>,
    /// Of the task at hand, by charge: price of billing more than so many levels.
    pub(super) levels_paid: Vec<Vec<f64>>,
    /// Of the charge at hand, by level: what is paid for billing more.
    above: Vec<f64>,
}

/// What jobs pay on a unit.
#[derive(Debug, Clone, Default)]
pub(super) struct Paid {
    /// By interval: of a kW of heat.
    pub heat: Vec<f64>,
    /// Sums of it, and of the price of room, before each boundary.
    pub heat_before: Vec<f64>,
    pub room_before: Vec<f64>,
}

impl Paid {
    pub fn add_up(&mut self, room: &[f64]) {
        let sum = |sums: &mut Vec<f64>, values: &[f64]| {
            let mut sum = 0.0;
            sums.clear();
            sums.push(0.0);
            sums.extend(values.iter().map(|value| {
                sum += value;
                sum
            }));
        };
        sum(&mut self.heat_before, &self.heat);
        sum(&mut self.room_before, room);
    }
}

impl Clearing {
    pub fn new(market: &Market<'_>) -> Self {
        let (intervals, charges) = (market.instance.plant.intervals, market.floors.len());
        let paid = Paid { heat: vec![0.0; intervals], ..Paid::default() };
        Self {
            excess: vec![0.0; market.prices()],
            chosen: vec![(0, 0); market.places_of.len()],
            billed: vec![0.0; charges],
            levels: vec![0; charges],
            lowest: Vec::new(),
            paid: vec![paid; market.batch.len()],
            planner: RunPlanner::new(),
            metered: Vec::new(),
            on: Vec::new(),
            load: Vec::new(),
            start: Vec::new(),
            stop: Vec::new(),
            demand: Vec::new(),
            levels_paid: vec![vec![0.0; market.level_count() + 1]; charges],
            above: Vec::new(),
        }
    }

    /// The least cost of all parts of plans in the region: no plan there costs less.
    pub fn clear(&mut self, market: &Market<'_>, region: &Region, prices: &[f64]) -> f64 {
        self.excess.fill(0.0);
        let lowest = region.lower.iter().enumerate();
        self.lowest.clear();
        self.lowest.extend(lowest.map(|(charge, billed)| market.level(charge, *billed)));
        let mut bound = self.price_load(market, prices);
        for unit in 0..market.batch.len() {
            let electric = market.instance.plant.units[unit].electric;
            let own = market.instance.units[unit].price.iter();
            self.metered.clear();
            self.metered.extend(own.zip(&self.demand).map(|(own, demand)| if electric { own + demand } else { *own }));
            bound += self.run_unit(market, region, unit, prices);
        }
        for task in 0..market.places_of.len() {
            bound += self.place(market, region, prices, task);
        }
        bound += self.bill(market, region, prices);
        self.meter(market, region);
        bound
    }

    /// Prices of a kW of load, and what of it does not depend on the plan.
    fn price_load(&mut self, market: &Market<'_>, prices: &[f64]) -> f64 {
        let instance = market.instance;
        let mut bound = instance.base_cost;
        self.load.clear();
        self.load.resize(instance.plant.intervals, 0.0);
        self.demand.clone_from(&market.tier_price);
        bound += instance.base_load.iter().zip(&market.tier_price).map(|(kw, price)| kw * price).sum::<f64>();
        for (window, price) in market.windows.iter().zip(prices) {
            bound += price * window.known;
            window.shares.iter().for_each(|(t, share)| self.demand[*t] += share * price);
        }
        bound
    }

    /// What charges bill at the least, beyond what is paid for it.
    fn bill(&mut self, market: &Market<'_>, region: &Region, prices: &[f64]) -> f64 {
        let mut bound = 0.0;
        for charge in 0..market.floors.len() {
            let offers = self.offers(market, region, prices, charge);
            let Some(offer) = offers.into_iter().reduce(|a, b| if b.cost < a.cost { b } else { a }) else { continue };
            bound += offer.cost;
            (self.billed[charge], self.levels[charge]) = (offer.billed, offer.level);
        }
        bound
    }

    /// What a charge costs at these prices, by level.
    pub fn offers(&mut self, market: &Market<'_>, region: &Region, prices: &[f64], charge: usize) -> Vec<Offer> {
        let tasks = 0..market.places_of.len();
        let lumps = tasks.clone().map(|task| prices[market.lump_price(task, charge)]);
        let price = prices[market.windows_of[charge].clone()].iter().sum::<f64>() + lumps.sum::<f64>();
        self.above.clear();
        self.above.resize(market.level_count(), 0.0);
        for task in tasks {
            let first = market.level_price(task, charge, 0);
            self.above.iter_mut().zip(&prices[first..]).for_each(|(sum, price)| *sum += price);
        }
        self.above.iter_mut().zip(&market.steps[charge]).for_each(|(price, step)| *price *= step);
        offers(market, region, charge, price, &self.above).collect()
    }

    /// What windows demand beyond what is billed, and tasks beyond the level of it.
    fn meter(&mut self, market: &Market<'_>, region: &Region) {
        for (charge, windows) in market.windows_of.iter().enumerate() {
            for window in windows.clone() {
                let Window { known, shares } = &market.windows[window];
                let mean: f64 = shares.iter().map(|(t, share)| share * self.load[*t]).sum();
                self.excess[window] = known + mean - self.billed[charge];
            }
            let offered = self.levels[charge];
            for (task, (index, _)) in self.chosen.iter().enumerate() {
                let billed = market.places[*index].billed[charge].max(region.lower[charge]);
                self.excess[market.lump_price(task, charge)] = billed - self.billed[charge];
                let level = market.places[*index].levels[charge].max(self.lowest[charge]);
                let (first, sign) = (market.level_price(task, charge, 0), if level > offered { 1.0 } else { -1.0 });
                for at in level.min(offered)..level.max(offered) {
                    self.excess[first + at] = sign * market.steps[charge][at];
                }
            }
        }
    }
}
