use super::rules::starts;
use crate::optimize::instance::{Instance, kw};
use crate::optimize::peaks::PeakCharge;

/// Every place that a task can take.
#[derive(Debug)]
pub struct Catalogue {
    pub places: Vec<TaskPlace>,
    /// By demand charge and place: kW billed at least by any plan with the task there.
    pub lumps: Vec<Vec<f64>>,
    /// By demand charge: kW billed at least by any plan.
    pub floors: Vec<f64>,
}

#[derive(Debug, Clone, Copy)]
pub struct TaskPlace {
    pub task: usize,
    pub unit: usize,
    pub start: usize,
}

impl Catalogue {
    /// Ordered by task.
    pub fn new(instance: &Instance) -> Self {
        let plant = &instance.plant;
        let mut places = Vec::new();
        for (index, task) in plant.tasks.iter().enumerate() {
            for &unit in &task.units {
                let in_time = starts(task);
                let fits = |start: &usize| plant.units[unit].available_until[*start] >= start + task.intervals;
                places.extend(in_time.filter(fits).map(|start| TaskPlace { task: index, unit, start }));
            }
        }
        let floor = |charge: &PeakCharge| (charge.peak(&instance.base_load) - charge.paid).max(0.0);
        let floors: Vec<f64> = instance.peaks.iter().map(floor).collect();
        let lumps = instance.peaks.iter().zip(&floors).map(|(charge, floor)| {
            let windows = Windows::new(charge, plant.intervals);
            places.iter().map(|place| windows.highest(instance, place).max(*floor)).collect()
        });
        let lumps = lumps.collect();
        Self { places, lumps, floors }
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

    /// kW billed for a plan that has nothing but this job, beside the base load.
    fn highest(&self, instance: &Instance, place: &TaskPlace) -> f64 {
        let touched = place.start..place.start + instance.plant.tasks[place.task].intervals;
        let mut highest: f64 = 0.0;
        let mut last = usize::MAX;
        for index in touched.clone().flat_map(|t| self.by_interval[t].iter().copied()) {
            if index == last {
                continue;
            }
            last = index;
            let own = |t: usize| if touched.contains(&t) { metered(instance, place, t) } else { 0.0 };
            let kw = |t: usize| instance.base_load[t] + own(t);
            let mean: f64 = self.windows[index].iter().map(|(t, share)| share * kw(*t)).sum();
            highest = highest.max(mean - self.charge.paid);
        }
        highest
    }
}

/// Least metered kW that a task makes its unit draw in an interval that it touches: the unit is on all of it.
fn metered(instance: &Instance, place: &TaskPlace, t: usize) -> f64 {
    let (task, unit) = (&instance.plant.tasks[place.task], &instance.plant.units[place.unit]);
    if !unit.electric {
        return 0.0;
    }
    let fill = if t + 1 == place.start + task.intervals { instance.fill(task) } else { 1.0 };
    let (power, least) = (kw(task.power), kw(unit.min_load));
    (fill * power.max(least) + (1.0 - fill) * least) * instance.per_kw(place.unit)
}
