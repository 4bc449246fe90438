use super::linear::{Linear, Terms};
use super::rules;
use crate::operation::{Task, Unit};
use crate::optimize::instance::{Instance, kw};

/// A task on a unit from a start: one column.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    pub task: usize,
    pub unit: usize,
    pub start: usize,
    pub column: usize,
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

/// The time-indexed model: every schedule that holds all constraints is one of its solutions, at no higher cost.
#[derive(Debug)]
pub struct Model<'a> {
    pub instance: &'a Instance,
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
    pub fn new(instance: &'a Instance) -> Self {
        let mut model = Self {
            instance,
            linear: Linear::default(),
            choices: Vec::new(),
            units: Vec::new(),
            load: Vec::new(),
            billed: Vec::new(),
        };
        rules::assign(&mut model);
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
        rules::lump(&mut model);
        rules::demand_limit(&mut model);
        rules::crew(&mut model);
        rules::predecessor(&mut model);
        model
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

    /// Part of its last interval in which the task runs.
    pub fn fill(&self, task: &Task) -> f64 {
        task.last_minutes as f64 / self.instance.plant.step as f64
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

    /// Least metered kW that a choice makes its unit draw in an interval that it touches: the unit is on all of it.
    pub fn metered(&self, choice: &Choice, t: usize) -> f64 {
        let (task, unit) = (self.task(choice), self.unit(choice.unit));
        if !unit.electric {
            return 0.0;
        }
        let fill = if t + 1 == choice.start + task.intervals { self.fill(task) } else { 1.0 };
        let (power, least) = (kw(task.power), kw(unit.min_load));
        (fill * power.max(least) + (1.0 - fill) * least) * self.per_kw(choice.unit)
    }

    /// Input kW of a kW of heat.
    pub fn per_kw(&self, unit: usize) -> f64 {
        self.instance.units[unit].input_per_nano * crate::operation::NANO as f64
    }

    /// No schedule draws more than this in an interval.
    pub fn highest_load(&self) -> f64 {
        let base = self.instance.base_load.iter().copied().fold(0.0, f64::max);
        let most = |unit: usize| {
            let costs = &self.instance.units[unit];
            let data = self.unit(unit);
            let spread = |loads: &[Vec<(usize, f64)>]| {
                let mut sum = vec![0.0; self.instance.plant.intervals + 1];
                loads.iter().flatten().for_each(|(t, kw)| sum[*t] += kw);
                sum.into_iter().fold(0.0, f64::max)
            };
            kw(data.capacity.max(data.min_load)) * self.per_kw(unit) + spread(&costs.start) + spread(&costs.stop)
        };
        base + (0..self.units.len()).map(most).sum::<f64>() + 1.0
    }
}
