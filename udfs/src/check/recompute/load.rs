use chrono::TimeDelta;

use crate::check::capacity::heat_kw;
use crate::check::view::View;
use crate::model::{Decimal, Efficiency, Equipment, LoadInterval, LoadProfile, Span};

/// Power summed over the minutes of each interval, in kW-minutes.
pub struct Load {
    /// By equipment and interval: heat given off, wasted heat included.
    heat: Vec<Vec<Decimal>>,
    /// By equipment and interval: what it draws.
    pub input: Vec<Vec<Decimal>>,
    site: Vec<Decimal>,
    /// Metered: the site's own load and all electric input.
    pub electric: Vec<Decimal>,
    step: usize,
}

impl Load {
    pub fn new(view: &View<'_>) -> Self {
        let step = view.problem.horizon.interval_minutes.max(1) as usize;
        let (mut heat, mut input) = (Vec::new(), Vec::new());
        for (index, equipment) in view.problem.equipment.iter().enumerate() {
            let given_off = heat_of(view, index, step);
            let mut drawn: Vec<Decimal> =
                given_off.iter().map(|kw_minutes| kw_minutes / heat_per_input(equipment)).collect();
            add_starts_and_stops(view, index, step, &mut drawn);
            heat.push(given_off);
            input.push(drawn);
        }
        let site = site_load(view, step);
        let mut electric = site.clone();
        for (_, drawn) in view.problem.equipment.iter().zip(&input).filter(|(equipment, _)| is_metered(equipment)) {
            electric.iter_mut().zip(drawn).for_each(|(sum, kw_minutes)| *sum += kw_minutes);
        }
        Self { heat, input, site, electric, step }
    }

    /// Mean metered power of the interval that the minute lies in.
    pub fn electric_kw(&self, minute: usize) -> Decimal {
        self.mean(self.electric[minute / self.step])
    }

    pub fn mean(&self, kw_minutes: Decimal) -> Decimal {
        kw_minutes / Decimal::from(self.step)
    }

    pub fn step(&self) -> usize {
        self.step
    }

    pub fn profile(&self, view: &View<'_>) -> LoadProfile {
        let sum = |rows: &[Vec<Decimal>], interval: usize, wanted: &dyn Fn(&Equipment) -> bool| -> Decimal {
            let chosen = view.problem.equipment.iter().zip(rows).filter(|(equipment, _)| wanted(equipment));
            chosen.map(|(_, row)| row[interval]).sum()
        };
        let intervals = (0..self.electric.len()).map(|i| LoadInterval {
            span: Span { start: view.minute(i * self.step), end: view.minute((i + 1) * self.step) },
            electric_kw: self.mean(self.electric[i]),
            thermal_kw: self.mean(sum(&self.heat, i, &|_| true)),
            fuel_kw: self.mean(sum(&self.input, i, &|equipment| !is_metered(equipment))),
            site_load_kw: self.mean(self.site[i]),
        });
        let kwh = |row: &Vec<Decimal>| row.iter().map(|kw_minutes| kw_minutes / Decimal::from(60)).collect();
        LoadProfile { intervals: intervals.collect(), equipment_input_kwh: self.input.iter().map(kwh).collect() }
    }
}

pub fn is_metered(equipment: &Equipment) -> bool {
    equipment.fuel_type == "electricity"
}

pub fn heat_per_input(equipment: &Equipment) -> Decimal {
    let factor = match equipment.efficiency {
        Efficiency::Percent(percent) => percent / Decimal::from(100),
        Efficiency::Cop(cop) => cop,
    };
    if factor > Decimal::ZERO { factor } else { Decimal::ONE }
}

/// While on: what the jobs take, and at least the minimum load. A job on equipment that is off still takes its heat.
fn heat_of(view: &View<'_>, index: usize, step: usize) -> Vec<Decimal> {
    let min_load_kw = view.problem.equipment[index].min_load_kw;
    let mut heat = heat_kw(view, index);
    for run in view.runs_of(index) {
        for minute in view.clip(run.span()) {
            heat[minute] = heat[minute].max(min_load_kw);
        }
    }
    heat.chunks_exact(step).map(|minutes| minutes.iter().sum()).collect()
}

fn add_starts_and_stops(view: &View<'_>, index: usize, step: usize, drawn: &mut [Decimal]) {
    let equipment = &view.problem.equipment[index];
    let minute = TimeDelta::minutes(1);
    for run in view.runs_of(index) {
        if run.is_start {
            let startup = TimeDelta::minutes(i64::from(equipment.startup_minutes));
            let first = Span { start: run.on, end: run.on + minute };
            let before = Span { start: run.on - startup, end: run.on };
            spread(view, step, drawn, equipment.startup_energy_kwh, equipment.startup_minutes, before, first);
        }
        let shutdown = TimeDelta::minutes(i64::from(equipment.shutdown_minutes));
        let last = Span { start: run.off - minute, end: run.off };
        let after = Span { start: run.off, end: run.off + shutdown };
        spread(view, step, drawn, equipment.shutdown_energy_kwh, equipment.shutdown_minutes, after, last);
    }
    if view.is_stopped_at_start(index) {
        let start = view.problem.horizon.start;
        let after = Span { start, end: start + TimeDelta::minutes(i64::from(equipment.shutdown_minutes)) };
        let first = Span { start, end: start + minute };
        spread(view, step, drawn, equipment.shutdown_energy_kwh, equipment.shutdown_minutes, after, first);
    }
}

/// Energy evenly over the minutes of `during`; with no minutes all in the interval of `at_once`.
fn spread(
    view: &View<'_>,
    step: usize,
    drawn: &mut [Decimal],
    kwh: Decimal,
    minutes: u32,
    during: Span,
    at_once: Span,
) {
    let (span, minutes) = if minutes == 0 { (at_once, 1) } else { (during, minutes) };
    for minute in view.clip(span) {
        drawn[minute / step] += kwh * Decimal::from(60) / Decimal::from(minutes);
    }
}

fn site_load(view: &View<'_>, step: usize) -> Vec<Decimal> {
    let mut site = vec![Decimal::ZERO; view.minutes() / step];
    for load in &view.problem.site_load {
        for minute in view.clip(load.span) {
            site[minute / step] += load.kw;
        }
    }
    site
}
