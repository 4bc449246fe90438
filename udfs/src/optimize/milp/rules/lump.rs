use super::super::model::{Choice, Model};
use crate::optimize::peaks::PeakCharge;

/// A demand charge bills at least what each job draws alone. A job is one choice, so its row adds up all of them; the
/// rows by interval let a fractional solution spread a job thin, and this one does not.
pub fn lump(model: &mut Model<'_>) {
    let instance = model.instance;
    for (charge, billed) in instance.peaks.iter().zip(model.billed.clone()) {
        let touching = Windows::new(charge, instance.plant.intervals);
        let floor = (charge.peak(&instance.base_load) - charge.paid).max(0.0);
        let rows: Vec<Vec<(usize, f64)>> = model
            .choices
            .chunk_by(|a, b| a.task == b.task)
            .map(|choices| {
                let lumps = choices.iter().map(|choice| (choice.column, touching.highest(model, choice).max(floor)));
                lumps.filter(|(_, kw)| *kw > 0.0).collect()
            })
            .collect();
        for mut row in rows {
            if row.iter().any(|(_, kw)| *kw > floor) {
                row.push((billed, -1.0));
                model.linear.at_most(row, 0.0);
            }
        }
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

    /// kW billed for a plan that has nothing but this choice, beside the base load.
    fn highest(&self, model: &Model<'_>, choice: &Choice) -> f64 {
        let touched = choice.start..choice.start + model.task(choice).intervals;
        let base = &model.instance.base_load;
        let mut highest: f64 = 0.0;
        let mut last = usize::MAX;
        for index in touched.clone().flat_map(|t| self.by_interval[t].iter().copied()) {
            if index == last {
                continue;
            }
            last = index;
            let kw = |t: usize| base[t] + if touched.contains(&t) { model.metered(choice, t) } else { 0.0 };
            let mean: f64 = self.windows[index].iter().map(|(t, share)| share * kw(*t)).sum();
            highest = highest.max(mean - self.charge.paid);
        }
        highest
    }
}
