use rust_decimal::prelude::ToPrimitive;

use super::peaks::{PeakCharge, minutes_by_interval, peak_charges};
use super::search::Place;
use super::tiered::TierCharge;
use crate::billing::{Exposure, exposure};
use crate::error::Issues;
use crate::model::{Decimal, Problem};
use crate::operation::{NANO, Plant};

/// The problem in floats, over intervals: what search and models read.
#[derive(Debug)]
pub struct Instance {
    pub plant: Plant,
    pub units: Vec<UnitCosts>,
    pub peaks: Vec<PeakCharge>,
    pub tiers: Vec<TierCharge>,
    /// kW, mean of each interval.
    pub base_load: Vec<f64>,
    /// Cost of the base load's energy, and of what no plan can change: part of every plan.
    pub base_cost: f64,
    /// By task: its place in the previous schedule, where it has one that its own data still allow.
    pub previous: Vec<Place>,
    /// Of a task that stands elsewhere than there.
    pub move_price: f64,
    /// Whether the charges here are the whole objective, so that a bound of theirs is one of it.
    pub is_whole: bool,
}

/// What a unit's states cost, energy alone.
#[derive(Debug)]
pub struct UnitCosts {
    /// By interval: cost of a mean kW of input over it.
    pub price: Vec<f64>,
    /// Input kW of a nano-kW of heat.
    pub input_per_nano: f64,
    /// By boundary: mean kW that a start there adds to intervals.
    pub start: Vec<Vec<(usize, f64)>>,
    pub stop: Vec<Vec<(usize, f64)>>,
    /// By boundary: cost of that energy.
    pub start_cost: Vec<f64>,
    pub stop_cost: Vec<f64>,
}

pub fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}

pub fn kw(nano: i64) -> f64 {
    nano as f64 / NANO as f64
}

impl Instance {
    pub fn new(problem: &Problem) -> Result<Self, Issues> {
        let plant = Plant::new(problem);
        let hours = plant.step as f64 / 60.0;
        let exposure = exposure(problem)?;
        let electricity = electricity_prices(problem, &exposure);
        let units = problem
            .equipment
            .iter()
            .zip(&plant.units)
            .map(|(equipment, unit)| {
                let price = match equipment.fuel_rate_per_kwh {
                    Some(rate) if !equipment.is_electric() => vec![float(rate) * hours; plant.intervals],
                    _ => electricity.clone(),
                };
                let spread = |nano_kwh: i64, share: Vec<(usize, usize)>| -> Vec<(usize, f64)> {
                    let minutes: usize = share.iter().map(|part| part.1).sum();
                    let kwh = kw(nano_kwh);
                    if nano_kwh == 0 {
                        return Vec::new();
                    }
                    share.iter().map(|(t, part)| (*t, kwh * *part as f64 / minutes.max(1) as f64 / hours)).collect()
                };
                let last = plant.intervals.saturating_sub(1);
                let start: Vec<_> = (0..=plant.intervals)
                    .map(|t| spread(unit.startup_nano_kwh, unit.startup_share(t.min(last), plant.step)))
                    .collect();
                let stop: Vec<_> = (0..=plant.intervals)
                    .map(|t| spread(unit.shutdown_nano_kwh, unit.shutdown_share(t, plant.step)))
                    .collect();
                let cost = |loads: &Vec<(usize, f64)>| loads.iter().map(|(t, kw)| kw * price[*t]).sum();
                UnitCosts {
                    input_per_nano: 1.0 / unit.efficiency.max(1) as f64,
                    start_cost: start.iter().map(cost).collect(),
                    stop_cost: stop.iter().map(cost).collect(),
                    price,
                    start,
                    stop,
                }
            })
            .collect();
        let base_load: Vec<f64> = plant.base_load.iter().map(|nano| kw(*nano)).collect();
        let base_energy: f64 = base_load.iter().zip(&electricity).map(|(kw, price)| kw * price).sum();
        Ok(Self {
            units,
            peaks: peak_charges(problem, &exposure),
            tiers: exposure.tiered.iter().map(|tiered| TierCharge::new(problem, tiered)).collect(),
            base_load,
            previous: vec![None; plant.tasks.len()],
            move_price: 0.0,
            base_cost: base_energy + float(exposure.constant),
            is_whole: !exposure.looks_back_at_itself,
            plant,
        })
    }

    /// Whether there is a previous schedule to stay close to.
    pub fn is_replan(&self) -> bool {
        self.previous.iter().any(Option::is_some)
    }

    /// The places that tasks had, and can still have by their own data.
    pub fn previous_places(&self) -> Vec<(usize, Place)> {
        self.previous.iter().copied().enumerate().filter(|(_, place)| place.is_some()).collect()
    }

    /// Whether a task with a place stands elsewhere than in the previous schedule.
    pub fn has_moved(&self, task: usize, place: Place) -> bool {
        place.is_some() && self.previous[task].is_some_and(|before| place != Some(before))
    }

    /// Whether a unit never has more than one job at once.
    pub fn is_batch(&self, unit: usize) -> bool {
        let data = &self.plant.units[unit];
        let tasks = self.plant.tasks.iter().filter(|task| task.units.contains(&unit));
        let mut powers: Vec<f64> = tasks.map(|task| kw(task.power)).collect();
        powers.sort_unstable_by(f64::total_cmp);
        data.max_jobs == 1 || powers.len() > 1 && powers[0] + powers[1] > kw(data.capacity) + 1e-6
    }

    /// Part of its last interval in which the task runs.
    pub fn fill(&self, task: &crate::operation::Task) -> f64 {
        task.last_minutes as f64 / self.plant.step as f64
    }

    /// Input kW of a kW of heat.
    pub fn per_kw(&self, unit: usize) -> f64 {
        self.units[unit].input_per_nano * NANO as f64
    }

    /// No schedule draws more than this in an interval.
    pub fn highest_load(&self) -> f64 {
        let base = self.base_load.iter().copied().fold(0.0, f64::max);
        let most = |unit: usize| {
            let (costs, data) = (&self.units[unit], &self.plant.units[unit]);
            let spread = |loads: &[Vec<(usize, f64)>]| {
                let mut sum = vec![0.0; self.plant.intervals + 1];
                loads.iter().flatten().for_each(|(t, kw)| sum[*t] += kw);
                sum.into_iter().fold(0.0, f64::max)
            };
            kw(data.capacity.max(data.min_load)) * self.per_kw(unit) + spread(&costs.start) + spread(&costs.stop)
        };
        base + (0..self.units.len()).map(most).sum::<f64>() + 1.0
    }
}

/// Cost of a mean kW over each interval; a rate that changes inside one counts by its minutes.
fn electricity_prices(problem: &Problem, exposure: &Exposure) -> Vec<f64> {
    let mut prices = vec![0.0; problem.horizon.intervals()];
    for rate in &exposure.energy {
        for (t, minutes) in minutes_by_interval(rate.span, &problem.horizon) {
            prices[t] += float(rate.rate_kwh) * minutes / 60.0;
        }
    }
    prices
}
