use super::load::{if_on, starts_and_stops};
use super::on_patterns::{On, on_patterns, runs};
use super::places::{Place, all_places, busy};
use crate::model::{Assignment, Problem, Schedule};
use crate::optimize::instance::Instance;
use crate::optimize::peaks::PeakCharge;

/// Schedules above which a problem is not enumerated, and places of jobs.
const MOST_SCHEDULES: usize = 60_000;
const MOST_PLACES: usize = 6_000;

/// Metering windows: interval and its share.
type Windows = Vec<Vec<(usize, f64)>>;

/// The cheapest on-patterns of one way to place all jobs.
#[derive(Debug, Clone)]
pub struct Cheapest {
    pub way: Vec<Place>,
    pub on: Vec<On>,
    /// In floats.
    pub cost: f64,
}

/// Every schedule of a tiny problem that holds all constraints: the cheapest for each way to place the jobs.
pub struct EverySchedule<'a> {
    problem: &'a Problem,
    instance: &'a Instance,
    peaks: Vec<(&'a PeakCharge, Windows)>,
    /// By equipment: on-patterns, each with the load of its starts and stops.
    patterns: Vec<Vec<(On, Vec<f64>)>>,
}

impl<'a> EverySchedule<'a> {
    pub fn new(problem: &'a Problem, instance: &'a Instance) -> Self {
        let pattern = |equipment| move |on| (on, starts_and_stops(problem, equipment, on));
        let patterns = (0..problem.equipment.len())
            .map(|equipment| on_patterns(problem, equipment).into_iter().map(pattern(equipment)).collect());
        let peaks = instance.peaks.iter().map(|charge| (charge, charge.all_windows().collect()));
        Self { problem, instance, peaks: peaks.collect(), patterns: patterns.collect() }
    }

    /// `None` if there are too many.
    pub fn cheapest(&self) -> Option<Vec<Cheapest>> {
        let ways = all_places(self.problem, MOST_PLACES)?;
        let fitting = |way: &[Place]| -> usize {
            let count = |(equipment, patterns): (usize, &Vec<(On, Vec<f64>)>)| {
                let busy = busy(self.problem, way, equipment);
                patterns.iter().filter(|(on, _)| on & busy == busy).count()
            };
            self.patterns.iter().enumerate().map(count).product()
        };
        if ways.iter().map(|way| fitting(way)).sum::<usize>() > MOST_SCHEDULES {
            return None;
        }
        Some(ways.into_iter().filter_map(|way| self.cheapest_of(way)).collect())
    }

    pub fn schedule(&self, cheapest: &Cheapest) -> Schedule {
        let assignment = |(job, (equipment, start)): (usize, &Place)| Assignment {
            job,
            equipment: *equipment,
            start: self.problem.horizon.instant(*start),
        };
        let on = cheapest.on.iter().enumerate();
        let mut schedule = Schedule {
            assignments: cheapest.way.iter().enumerate().map(assignment).collect(),
            runs: on.flat_map(|(equipment, on)| runs(self.problem, equipment, *on)).collect(),
        };
        schedule.sort();
        schedule
    }

    fn cheapest_of(&self, way: Vec<Place>) -> Option<Cheapest> {
        let fitting: Vec<Vec<(On, Vec<f64>, f64)>> =
            (0..self.patterns.len()).map(|equipment| self.fitting(&way, equipment)).collect();
        let mut best: Option<Cheapest> = None;
        let mut chosen = vec![0; fitting.len()];
        if fitting.iter().any(Vec::is_empty) {
            return None;
        }
        loop {
            let cost = self.cost(&fitting, &chosen);
            if cost.is_some_and(|cost| best.as_ref().is_none_or(|best| cost < best.cost)) {
                let on = fitting.iter().zip(&chosen).map(|(patterns, index)| patterns[*index].0).collect();
                best = cost.map(|cost| Cheapest { way: way.clone(), on, cost });
            }
            // counts up
            let mut equipment = 0;
            while equipment < chosen.len() {
                chosen[equipment] += 1;
                if chosen[equipment] < fitting[equipment].len() {
                    break;
                }
                chosen[equipment] = 0;
                equipment += 1;
            }
            if equipment == chosen.len() {
                return best;
            }
        }
    }

    /// The patterns that serve the equipment's jobs, with the input and its cost.
    fn fitting(&self, way: &[Place], equipment: usize) -> Vec<(On, Vec<f64>, f64)> {
        let busy = busy(self.problem, way, equipment);
        let if_on = if_on(self.problem, way, equipment);
        let price = &self.instance.units[equipment].price;
        let input = |(on, extra): &(On, Vec<f64>)| {
            let load: Vec<f64> =
                (0..extra.len()).map(|t| extra[t] + if on >> t & 1 == 1 { if_on[t] } else { 0.0 }).collect();
            let cost = load.iter().zip(price).map(|(kw, price)| kw * price).sum();
            (*on, load, cost)
        };
        self.patterns[equipment].iter().filter(|(on, _)| on & busy == busy).map(input).collect()
    }

    /// `None` above the demand limit.
    fn cost(&self, fitting: &[Vec<(On, Vec<f64>, f64)>], chosen: &[usize]) -> Option<f64> {
        let mut load = self.instance.base_load.clone();
        let mut cost = self.instance.base_cost;
        for ((patterns, index), equipment) in fitting.iter().zip(chosen).zip(&self.problem.equipment) {
            let (_, input, energy) = &patterns[*index];
            cost += energy;
            if equipment.is_electric() {
                load.iter_mut().zip(input).for_each(|(load, kw)| *load += kw);
            }
        }
        if let Some(limit) = self.problem.site.demand_limit_kw {
            let limit = crate::optimize::instance::float(limit);
            let mean = |window: &std::ops::Range<usize>| load[window.clone()].iter().sum::<f64>() / window.len() as f64;
            if self.instance.plant.limit_windows.iter().any(|window| mean(window) > limit + 1e-8) {
                return None;
            }
        }
        for (charge, windows) in &self.peaks {
            let mean = |window: &Vec<(usize, f64)>| window.iter().map(|(t, share)| share * load[*t]).sum();
            cost += charge.cost(windows.iter().map(mean).fold(f64::NEG_INFINITY, f64::max));
        }
        Some(cost + self.instance.tiers.iter().map(|tiers| tiers.cost(&load)).sum::<f64>())
    }
}
