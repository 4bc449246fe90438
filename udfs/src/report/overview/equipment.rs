use std::collections::BTreeMap;

use super::Month;
use super::runs::CurrentRun;
use super::sums::percent;
use crate::error::Issues;
use crate::functions::{Source, number, text};
use crate::model::{Decimal, ScheduleKind};
use crate::report::grid::Form::{self, Count, Money, Percent, Quantity, Text};
use crate::report::grid::Grid;
use crate::report::rows::Rows;
use crate::report::usage::Usage;
use crate::row::Cell;
use crate::stored::run_problem;

/// What an equipment does in the horizons of runs, as the view `equipment_utilization` has it of each.
#[derive(Debug, Default, Clone)]
pub(super) struct Hours {
    pub name: String,
    pub horizon_hours: Decimal,
    pub on_hours: Decimal,
    pub unavailable_hours: Decimal,
    baseline_on_hours: Decimal,
    jobs: usize,
    starts: usize,
    input_kwh: Decimal,
    heat_kwh: Decimal,
    /// What its capacity would give.
    possible_kwh: Decimal,
    capacity_kw: Decimal,
    peak_heat_kw: Decimal,
    job_energy_cost: BTreeMap<String, Decimal>,
}

/// By equipment and month.
pub(super) type Fleet = BTreeMap<(String, Month), Hours>;

pub(super) fn add_run(fleet: &mut Fleet, source: &Source<'_>, run: &CurrentRun) -> Result<(), Issues> {
    let problem = run_problem(source.store, source.tenant, &run.run_id)?;
    let read = |kind| Rows::read(source, &run.run_id, kind, &problem);
    let (plan, baseline) = (read(ScheduleKind::Optimized)?, read(ScheduleKind::Baseline)?);
    for (usage, fifo) in plan.usage.iter().zip(&baseline.usage) {
        let hours = fleet.entry((usage.equipment_id.clone(), run.month())).or_default();
        hours.add(usage, fifo.on_hours, &run.currency);
    }
    Ok(())
}

/// All months together.
pub(super) fn together(fleet: &Fleet) -> BTreeMap<String, Hours> {
    let mut all: BTreeMap<String, Hours> = BTreeMap::new();
    for ((id, _), hours) in fleet {
        all.entry(id.clone()).or_default().merge(hours);
    }
    all
}

impl Hours {
    fn add(&mut self, usage: &Usage, baseline_on_hours: Decimal, currency: &str) {
        self.merge(&Hours {
            name: usage.equipment_name.clone(),
            horizon_hours: usage.horizon_hours,
            on_hours: usage.on_hours,
            unavailable_hours: usage.unavailable_hours,
            baseline_on_hours,
            jobs: usage.jobs,
            starts: usage.starts,
            input_kwh: usage.input_kwh,
            heat_kwh: usage.heat_kwh,
            possible_kwh: usage.capacity_kw * usage.horizon_hours,
            capacity_kw: usage.capacity_kw,
            peak_heat_kw: usage.peak_heat_kw,
            job_energy_cost: BTreeMap::from([(currency.to_string(), usage.job_energy_cost)]),
        });
    }

    /// The name and capacity are those of the later.
    fn merge(&mut self, later: &Hours) {
        self.name.clone_from(&later.name);
        self.capacity_kw = later.capacity_kw;
        self.horizon_hours += later.horizon_hours;
        self.on_hours += later.on_hours;
        self.unavailable_hours += later.unavailable_hours;
        self.baseline_on_hours += later.baseline_on_hours;
        self.jobs += later.jobs;
        self.starts += later.starts;
        self.input_kwh += later.input_kwh;
        self.heat_kwh += later.heat_kwh;
        self.possible_kwh += later.possible_kwh;
        self.peak_heat_kw = self.peak_heat_kw.max(later.peak_heat_kw);
        for (currency, cost) in &later.job_energy_cost {
            *self.job_energy_cost.entry(currency.clone()).or_default() += cost;
        }
    }

    pub fn on_percent(&self) -> Option<Decimal> {
        percent(self.on_hours, self.horizon_hours)
    }

    pub fn used_percent(&self) -> Option<Decimal> {
        percent(self.heat_kwh, self.possible_kwh)
    }

    pub fn idle_hours(&self) -> Decimal {
        (self.horizon_hours - self.on_hours - self.unavailable_hours).max(Decimal::ZERO)
    }

    fn cells(&self) -> Vec<Cell> {
        let some = |value: Option<Decimal>| value.map_or(Cell::Null, number);
        let mut costs = self.job_energy_cost.iter();
        let only = costs.next().filter(|_| costs.next().is_none());
        vec![
            number(self.on_hours),
            number(self.idle_hours()),
            number(self.unavailable_hours),
            some(self.on_percent()),
            some(self.used_percent()),
            number(self.starts),
            number(self.jobs),
            number(self.input_kwh),
            number(self.heat_kwh),
            number(self.capacity_kw),
            number(self.peak_heat_kw),
            number(self.baseline_on_hours),
            only.map_or(Cell::Null, |(_, cost)| number(*cost)),
            only.map_or(Cell::Null, |(currency, _)| text(currency)),
        ]
    }
}

const COLUMNS: [(&str, Form); 14] = [
    ("On, h", Quantity),
    ("Idle, h", Quantity),
    ("Unavailable, h", Quantity),
    ("On, %", Percent),
    ("Used, %", Percent),
    ("Starts", Count),
    ("Jobs", Count),
    ("Input, kWh", Quantity),
    ("Heat, kWh", Quantity),
    ("Capacity, kW", Quantity),
    ("Peak heat, kW", Quantity),
    ("FIFO on, h", Quantity),
    ("Jobs' energy", Money),
    ("Currency", Text),
];

pub(super) fn by_equipment(all: &BTreeMap<String, Hours>) -> Grid {
    let rows = all.iter().map(|(id, hours)| [vec![text(id), text(&hours.name)], hours.cells()].concat());
    let first = vec![("Equipment", Text), ("Name", Text)];
    Grid::new("Equipment use", &[first, COLUMNS.to_vec()].concat(), rows.collect())
}

pub(super) fn by_month(fleet: &Fleet) -> Grid {
    let rows =
        fleet.iter().map(|((id, month), hours)| [vec![text(id), text(month.to_string())], hours.cells()].concat());
    let first = vec![("Equipment", Text), ("Month", Text)];
    Grid::new("Equipment use by month", &[first, COLUMNS.to_vec()].concat(), rows.collect())
}
