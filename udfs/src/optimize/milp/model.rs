use super::linear::{Linear, Terms};
use super::rules;
use crate::operation::{Task, Unit};
use crate::optimize::dual::{Market, Mean, Region};
use crate::optimize::instance::Instance;

/// A task on a unit from a start: one column.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    pub task: usize,
    pub unit: usize,
    pub start: usize,
    pub column: usize,
    /// Of the market.
    pub places: usize,
}

/// Columns of a unit's states.
#[derive(Debug)]
pub struct UnitColumns {
    /// By interval: on.
    pub on: Vec<usize>,
    /// By boundary, where the unit can start and stop.
    pub start: Vec<Option<usize>>,
    pub stop: Vec<Option<usize>>,
    /// By interval: mean kW of input.
    pub input: Vec<Terms>,
    /// Never more than one job at once.
    pub batch: bool,
}

/// The time-indexed model of a region: every schedule there that holds all constraints is one of its solutions, at no
/// higher cost.
#[derive(Debug)]
pub struct Model<'a> {
    pub instance: &'a Instance,
    pub market: &'a Market<'a>,
    pub region: &'a Region,
    pub linear: Linear,
    /// Ordered by task.
    pub choices: Vec<Choice>,
    pub units: Vec<UnitColumns>,
    /// By interval: metered kW, with the base load.
    pub load: Vec<usize>,
    /// By demand charge: kW that it bills.
    pub billed: Vec<usize>,
    /// Rows, and the price of the market that each one's is, so many times.
    pub priced: Vec<(usize, usize, f64)>,
}

impl<'a> Model<'a> {
    /// `None` if a job has no place there.
    pub fn new(market: &'a Market<'a>, region: &'a Region) -> Option<Self> {
        let instance = market.instance;
        let mut model = Self {
            instance,
            market,
            region,
            linear: Linear::default(),
            choices: Vec::new(),
            units: Vec::new(),
            load: Vec::new(),
            billed: Vec::new(),
            priced: Vec::new(),
        };
        if !rules::assign(&mut model) {
            return None;
        }
        for unit in 0..instance.plant.units.len() {
            rules::on_off(&mut model, unit);
            rules::min_run_time(&mut model, unit);
            rules::max_starts(&mut model, unit);
            if model.units[unit].batch {
                rules::one_at_a_time(&mut model, unit);
            } else {
                rules::capacity(&mut model, unit);
            }
            rules::startup_shutdown(&mut model, unit);
        }
        rules::energy(&mut model);
        rules::demand(&mut model);
        rules::tiers(&mut model);
        rules::lump(&mut model);
        rules::level(&mut model);
        rules::fit(&mut model);
        rules::demand_limit(&mut model);
        rules::crew(&mut model);
        rules::predecessor(&mut model);
        Some(model)
    }

    /// kW that a demand charge bills at least for a plan with this choice.
    pub fn lump(&self, charge: usize, choice: &Choice) -> f64 {
        self.market.places[choice.places].billed[charge]
    }

    /// Where jobs are, and what charges bill, at these values of the columns.
    pub fn mean(&self, columns: &[f64]) -> Mean {
        let mut mean = Mean {
            places: vec![0.0; self.market.places.len()],
            starts: vec![0.0; self.market.places_of.len()],
            billed: self.billed.iter().map(|column| columns[*column]).collect(),
        };
        for choice in &self.choices {
            mean.places[choice.places] += columns[choice.column] as f32;
            mean.starts[choice.task] += columns[choice.column] * choice.start as f64;
        }
        mean
    }

    pub fn task(&self, choice: &Choice) -> &'a Task {
        &self.instance.plant.tasks[choice.task]
    }

    pub fn unit(&self, unit: usize) -> &'a Unit {
        &self.instance.plant.units[unit]
    }

    pub fn choices_on(&self, unit: usize) -> Vec<Choice> {
        self.choices.iter().filter(|choice| choice.unit == unit).copied().collect()
    }

    /// By interval: the sum of the weights of choices that run in it, whole last intervals included.
    pub fn running(&mut self, choices: &[Choice], upper: f64, weight: impl Fn(&Choice) -> f64) -> Vec<usize> {
        let intervals = self.instance.plant.intervals;
        let mut changes: Vec<Terms> = vec![Vec::new(); intervals + 1];
        for choice in choices {
            let weight = weight(choice);
            if weight > 0.0 {
                changes[choice.start].push((choice.column, -weight));
                changes[choice.start + self.task(choice).intervals].push((choice.column, weight));
            }
        }
        let columns: Vec<usize> = (0..intervals).map(|_| self.linear.column(upper)).collect();
        for (t, mut terms) in changes.into_iter().take(intervals).enumerate() {
            terms.push((columns[t], 1.0));
            if let Some(before) = t.checked_sub(1) {
                terms.push((columns[before], -1.0));
            }
            self.linear.equal(terms, 0.0);
        }
        columns
    }
}
