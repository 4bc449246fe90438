use super::catalogue::Catalogue;
use super::linear::{Linear, Terms};
use super::peak_box::PeakBox;
use super::rules;
use crate::operation::{Task, Unit};
use crate::optimize::instance::Instance;

/// A task on a unit from a start: one column.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    pub task: usize,
    pub unit: usize,
    pub start: usize,
    pub column: usize,
    /// In the catalogue.
    pub place: usize,
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

/// The time-indexed model: every schedule that holds all constraints, with its peaks in the box, is one of its
/// solutions, at no higher cost.
#[derive(Debug)]
pub struct Model<'a> {
    pub instance: &'a Instance,
    pub catalogue: &'a Catalogue,
    pub linear: Linear,
    /// Ordered by task.
    pub choices: Vec<Choice>,
    pub units: Vec<UnitColumns>,
    /// By interval: metered kW, with the base load.
    pub load: Vec<usize>,
    /// By demand charge: kW that it bills.
    pub billed: Vec<usize>,
}

impl<'a> Model<'a> {
    /// `None` if a job has no place in the box.
    pub fn new(instance: &'a Instance, catalogue: &'a Catalogue, peaks: &PeakBox) -> Option<Self> {
        let mut model = Self {
            instance,
            catalogue,
            linear: Linear::default(),
            choices: Vec::new(),
            units: Vec::new(),
            load: Vec::new(),
            billed: Vec::new(),
        };
        if !rules::assign(&mut model, peaks) {
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
        rules::demand(&mut model, peaks);
        rules::tiers(&mut model);
        rules::lump(&mut model);
        rules::threshold(&mut model, peaks);
        rules::demand_limit(&mut model);
        rules::crew(&mut model);
        rules::predecessor(&mut model);
        Some(model)
    }

    /// kW that a demand charge bills at least for a plan with this choice.
    pub fn lump(&self, charge: usize, choice: &Choice) -> f64 {
        self.catalogue.lumps[charge][choice.place]
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
