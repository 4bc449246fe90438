use std::collections::BTreeMap;
use std::ops::Range;

use crate::optimize::instance::{Instance, kw};
use crate::optimize::peaks::PeakCharge;

/// Starts of a task on a unit that bill the same: what every demand charge bills at least with the task there.
#[derive(Debug, Clone)]
pub struct Places {
    pub unit: usize,
    pub starts: Range<usize>,
    /// By charge, kW billed, and levels that it is above.
    pub billed: Vec<f64>,
    pub levels: Vec<usize>,
}

/// Where each task may run and end in time. `floors` are kW that charges bill of any plan.
pub fn places(instance: &Instance, floors: &[f64]) -> Vec<Vec<Places>> {
    let plant = &instance.plant;
    let windows: Vec<Windows<'_>> = instance.peaks.iter().map(|peak| Windows::new(peak, plant.intervals)).collect();
    let of_task = |task: usize| {
        let data = &plant.tasks[task];
        let mut places: Vec<Places> = Vec::new();
        for &unit in &data.units {
            for start in data.starts_in_time() {
                if plant.units[unit].available_until[start] < start + data.intervals {
                    continue;
                }
                let touched = start..start + data.intervals;
                let own = |t: usize| {
                    if touched.contains(&t) { metered(instance, task, unit, t + 1 == touched.end) } else { 0.0 }
                };
                let highest = |windows: &Windows<'_>| windows.highest(instance, touched.clone(), own);
                let billed: Vec<f64> =
                    windows.iter().zip(floors).map(|(windows, floor)| highest(windows).max(*floor)).collect();
                match places.last_mut() {
                    Some(last) if last.unit == unit && last.starts.end == start && last.bills(&billed) => {
                        last.starts.end += 1;
                    }
                    _ => places.push(Places { unit, starts: start..start + 1, billed, levels: Vec::new() }),
                }
            }
        }
        places
    };
    (0..plant.tasks.len()).map(of_task).collect()
}

/// What every demand charge bills at least of a plan in which a unit starts, by unit and boundary.
pub fn starts(instance: &Instance, floors: &[f64]) -> Vec<Vec<Vec<f64>>> {
    let plant = &instance.plant;
    let windows: Vec<Windows<'_>> = instance.peaks.iter().map(|peak| Windows::new(peak, plant.intervals)).collect();
    let of_start = |unit: usize, start: usize| {
        let data = &plant.units[unit];
        let end = plant.intervals.min(start + data.min_run);
        let mut load: BTreeMap<usize, f64> = BTreeMap::new();
        if data.electric {
            let least = kw(data.min_load) * instance.per_kw(unit);
            load.extend((start..end).map(|t| (t, least)));
            instance.units[unit].start[start].iter().for_each(|(t, kw)| *load.entry(*t).or_default() += kw);
        }
        let own = |t: usize| load.get(&t).copied().unwrap_or(0.0);
        let highest = |windows: &Windows<'_>| windows.highest(instance, load.keys().copied(), own);
        windows.iter().zip(floors).map(|(windows, floor)| highest(windows).max(*floor)).collect()
    };
    let of_unit = |unit: usize| (0..plant.intervals).map(|start| of_start(unit, start)).collect();
    (0..plant.units.len()).map(of_unit).collect()
}

impl Places {
    fn bills(&self, billed: &[f64]) -> bool {
        self.billed.iter().zip(billed).all(|(a, b)| (a - b).abs() <= 1e-9)
    }
}

/// Metering windows of a charge, found by interval.
struct Windows<'a> {
    charge: &'a PeakCharge,
    windows: Vec<Vec<(usize, f64)>>,
    by_interval: Vec<Vec<usize>>,
}

impl<'a> Windows<'a> {
    fn new(charge: &'a PeakCharge, intervals: usize) -> Self {
        let windows: Vec<Vec<(usize, f64)>> = charge.all_windows().collect();
        let mut by_interval = vec![Vec::new(); intervals];
        for (index, window) in windows.iter().enumerate() {
            window.iter().for_each(|(t, _)| by_interval[*t].push(index));
        }
        Self { charge, windows, by_interval }
    }

    /// kW billed for a plan that has nothing but its own load in the intervals that it touches, beside the base load.
    fn highest(&self, instance: &Instance, touched: impl Iterator<Item = usize>, own: impl Fn(usize) -> f64) -> f64 {
        let mut highest: f64 = 0.0;
        let mut last = usize::MAX;
        for index in touched.flat_map(|t| self.by_interval[t].iter().copied()) {
            if index == last {
                continue;
            }
            last = index;
            let kw = |t: usize| instance.base_load[t] + own(t);
            let mean: f64 = self.windows[index].iter().map(|(t, share)| share * kw(*t)).sum();
            highest = highest.max(mean - self.charge.paid);
        }
        highest
    }
}

/// Least metered kW that a task makes its unit draw in an interval that it touches: the unit is on all of it.
fn metered(instance: &Instance, task: usize, unit: usize, last: bool) -> f64 {
    let (task, data) = (&instance.plant.tasks[task], &instance.plant.units[unit]);
    if !data.electric {
        return 0.0;
    }
    let fill = if last { instance.fill(task) } else { 1.0 };
    let (power, least) = (kw(task.power), kw(data.min_load));
    (fill * power.max(least) + (1.0 - fill) * least) * instance.per_kw(unit)
}
