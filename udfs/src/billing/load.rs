use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::bounds;
use crate::error::Issues;
use crate::model::{
    Decimal, Equipment, EquipmentRun, Horizon, Instant, LoadInterval, LoadProfile, Problem, Schedule, Span,
};

/// Mean power in every interval, exactly: minute by minute while on, an equipment gives the heat of the jobs running
/// then, and at least its minimum load; energy drawn over part of an interval counts as energy of that interval.
///
/// Only what lies in the horizon is metered. A job outside its equipment's runs still takes its heat.
pub fn load_profile(problem: &Problem, schedule: &Schedule) -> Result<LoadProfile, Issues> {
    bounds::check_problem(problem, schedule)?;
    Ok(profile(problem, &equipment_loads(problem, schedule)))
}

/// What one equipment gives and takes in each interval.
#[derive(Debug, Clone)]
pub(super) struct EquipmentLoad {
    pub heat_kw_minutes: Vec<Decimal>,
    pub input_kwh: Vec<Decimal>,
}

pub(super) fn equipment_loads(problem: &Problem, schedule: &Schedule) -> Vec<EquipmentLoad> {
    (0..problem.equipment.len()).map(|index| equipment_load(problem, schedule, index)).collect()
}

pub(super) fn profile(problem: &Problem, loads: &[EquipmentLoad]) -> LoadProfile {
    let horizon = &problem.horizon;
    let minutes = Decimal::from(horizon.interval_minutes);
    let per_hour = Decimal::from(60 / horizon.interval_minutes);
    let site_kw_minutes = site_kw_minutes(problem);
    let interval = |index: usize| {
        let input = |electric: bool| -> Decimal {
            let some = problem.equipment.iter().zip(loads).filter(|(equipment, _)| equipment.is_electric() == electric);
            some.map(|(_, load)| load.input_kwh[index]).sum::<Decimal>() * per_hour
        };
        let site_load_kw = site_kw_minutes[index] / minutes;
        LoadInterval {
            span: horizon.interval(index),
            electric_kw: site_load_kw + input(true),
            thermal_kw: loads.iter().map(|load| load.heat_kw_minutes[index]).sum::<Decimal>() / minutes,
            fuel_kw: input(false),
            site_load_kw,
        }
    };
    LoadProfile {
        intervals: (0..horizon.intervals()).map(interval).collect(),
        equipment_input_kwh: loads.iter().map(|load| load.input_kwh.clone()).collect(),
    }
}

fn site_kw_minutes(problem: &Problem) -> Vec<Decimal> {
    let mut kw_minutes = vec![Decimal::ZERO; problem.horizon.intervals()];
    for load in &problem.site_load {
        spread(&problem.horizon, load.span, |index, minutes| kw_minutes[index] += load.kw * minutes);
    }
    kw_minutes
}

fn equipment_load(problem: &Problem, schedule: &Schedule, index: usize) -> EquipmentLoad {
    let (horizon, equipment) = (&problem.horizon, &problem.equipment[index]);
    let runs: Vec<&EquipmentRun> = schedule.runs.iter().filter(|run| run.equipment == index).collect();
    let mut heat_kw_minutes = vec![Decimal::ZERO; horizon.intervals()];
    for (span, kw) in heat(problem, schedule, index, &runs) {
        spread(horizon, span, |interval, minutes| heat_kw_minutes[interval] += kw * minutes);
    }
    let divisor = equipment.efficiency.factor() * Decimal::from(60);
    let mut input_kwh: Vec<Decimal> = heat_kw_minutes.iter().map(|heat| *heat / divisor).collect();
    for (span, kwh) in switching(horizon, equipment, &runs) {
        let total = Decimal::from(span.minutes());
        spread(horizon, span, |interval, minutes| input_kwh[interval] += kwh * minutes / total);
    }
    EquipmentLoad { heat_kw_minutes, input_kwh }
}

/// Stretches of constant heat output.
fn heat(problem: &Problem, schedule: &Schedule, index: usize, runs: &[&EquipmentRun]) -> Vec<(Span, Decimal)> {
    let minimum = problem.equipment[index].min_load_kw;
    let mut events: Vec<(Instant, Event)> = Vec::new();
    let here = schedule.assignments.iter().enumerate().filter(|(_, assignment)| assignment.equipment == index);
    for (number, assignment) in here {
        let end = assignment.start + TimeDelta::minutes(i64::from(problem.jobs[assignment.job].duration_minutes));
        events.extend([(assignment.start, Event::Begin(number)), (end, Event::End(number))]);
    }
    for run in runs {
        events.extend([(run.on, Event::On), (run.off, Event::Off)]);
    }
    events.sort_unstable();
    let (mut running, mut on) = (BTreeSet::new(), 0);
    let mut stretches = Vec::new();
    for (event, (start, change)) in events.iter().enumerate() {
        match change {
            Event::Begin(number) => drop(running.insert(*number)),
            Event::End(number) => drop(running.remove(number)),
            Event::On => on += 1,
            Event::Off => on -= 1,
        }
        let end = events.get(event + 1).map_or(*start, |(next, _)| *next);
        if *start < end && (on > 0 || !running.is_empty()) {
            let taken: Decimal =
                running.iter().map(|number| problem.jobs[schedule.assignments[*number].job].thermal_kw()).sum();
            stretches.push((Span { start: *start, end }, if on > 0 { taken.max(minimum) } else { taken }));
        }
    }
    stretches
}

/// Jobs by the number of their assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    End(usize),
    Off,
    On,
    Begin(usize),
}

/// Start-up and shutdown energy, each with the time over which it is drawn.
fn switching(horizon: &Horizon, equipment: &Equipment, runs: &[&EquipmentRun]) -> Vec<(Span, Decimal)> {
    let startup = |on: Instant| match equipment.startup_minutes {
        0 => Span { start: on, end: on + TimeDelta::minutes(i64::from(horizon.interval_minutes)) },
        minutes => Span { start: on - TimeDelta::minutes(i64::from(minutes)), end: on },
    };
    let shutdown = |off: Instant| match equipment.shutdown_minutes {
        0 => Span { start: off - TimeDelta::minutes(i64::from(horizon.interval_minutes)), end: off },
        minutes => Span { start: off, end: off + TimeDelta::minutes(i64::from(minutes)) },
    };
    let mut drawn = Vec::new();
    for run in runs {
        if run.start_counted {
            drawn.push((startup(run.on), equipment.startup_energy_kwh));
        }
        drawn.push((shutdown(run.off), equipment.shutdown_energy_kwh));
    }
    if equipment.initially_on && !runs.iter().any(|run| run.on == horizon.start) {
        let first = Span { start: horizon.start, end: horizon.instant(1) };
        let span = if equipment.shutdown_minutes == 0 { first } else { shutdown(horizon.start) };
        drawn.push((span, equipment.shutdown_energy_kwh));
    }
    drawn.retain(|(_, kwh)| !kwh.is_zero());
    drawn
}

/// Calls `add(interval, minutes)` for every interval that `span` overlaps.
pub(super) fn spread(horizon: &Horizon, span: Span, mut add: impl FnMut(usize, Decimal)) {
    for index in horizon.floor(span.start)..horizon.ceil(span.end) {
        let interval = horizon.interval(index);
        let minutes = (span.end.min(interval.end) - span.start.max(interval.start)).num_minutes();
        if minutes > 0 {
            add(index, Decimal::from(minutes));
        }
    }
}
