use super::on_patterns::{On, runs};
use super::places::{Place, touched};
use crate::model::{Decimal, Problem};
use crate::optimize::instance::float;

/// Mean kW of input of each interval, of one piece of equipment: heat of jobs and minimum load, minute by minute.
pub fn if_on(problem: &Problem, way: &[Place], equipment: usize) -> Vec<f64> {
    let step = problem.horizon.interval_minutes as usize;
    let data = &problem.equipment[equipment];
    let (least, efficiency) = (float(data.min_load_kw), float(data.efficiency.factor()));
    let mut input = Vec::new();
    for t in 0..problem.horizon.intervals() {
        let here: Vec<(usize, f64)> = way
            .iter()
            .enumerate()
            .filter(|(job, place)| place.0 == equipment && touched(problem, *job, **place).contains(&t))
            .map(|(job, place)| {
                let end = place.1 * step + problem.jobs[job].duration_minutes as usize;
                (end, float(problem.jobs[job].thermal_kw()))
            })
            .collect();
        let heat_at = |minute: usize| -> f64 {
            let kw: f64 = here.iter().filter(|(end, _)| minute < *end).map(|(_, kw)| kw).sum();
            kw.max(least)
        };
        let heat: f64 = (t * step..(t + 1) * step).map(heat_at).sum();
        input.push(heat / step as f64 / efficiency);
    }
    input
}

/// Mean kW that the starts and stops of a pattern add to each interval.
pub fn starts_and_stops(problem: &Problem, equipment: usize, on: On) -> Vec<f64> {
    let data = &problem.equipment[equipment];
    let mut load = vec![0.0; problem.horizon.intervals()];
    let minute = |at: crate::model::Instant| usize::try_from((at - problem.horizon.start).num_minutes()).unwrap_or(0);
    let step = problem.horizon.interval_minutes as usize;
    let mut add = |kwh: Decimal, from: usize, minutes: usize, at_once: usize| {
        let kw = |part: f64| float(kwh) * part * 60.0 / step as f64;
        if minutes == 0 {
            load[at_once] += kw(1.0);
        }
        (from..from + minutes).for_each(|minute| load[minute / step] += kw(1.0 / minutes as f64));
    };
    if data.initially_on && on & 1 == 0 {
        add(data.shutdown_energy_kwh, 0, data.shutdown_minutes as usize, 0);
    }
    for run in runs(problem, equipment, on) {
        let (on, off) = (minute(run.on), minute(run.off));
        if run.start_counted {
            let minutes = data.startup_minutes as usize;
            add(data.startup_energy_kwh, on - minutes, minutes, on / step);
        }
        add(data.shutdown_energy_kwh, off, data.shutdown_minutes as usize, off / step - 1);
    }
    load
}
