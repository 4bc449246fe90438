use std::ops::Range;

use super::State;
use super::saved::Edit;
use crate::operation::Plant;

impl State<'_> {
    /// Makes the present peaks the ones that are paid for anyway.
    pub fn settle(&mut self) {
        if self.settled == self.peaks {
            return;
        }
        self.settled.clone_from(&self.peaks);
        self.ceiling.fill(f64::INFINITY);
        for (charge, peak) in self.instance.peaks.iter().zip(&self.peaks) {
            let level = peak.kw.max(charge.paid);
            for t in charge.intervals.iter().copied().chain(charge.windows.iter().flatten().map(|(t, _)| *t)) {
                self.ceiling[t] = self.ceiling[t].min(level);
            }
        }
    }

    pub(super) fn add_up(&mut self) {
        self.total.clone_from(&self.instance.base_load);
        for (unit, data) in self.units.iter().zip(&self.instance.plant.units) {
            if data.electric {
                self.total.iter_mut().zip(&unit.load).for_each(|(total, load)| *total += load);
            }
        }
        for (watch, peak) in self.watches.iter().zip(&mut self.peaks) {
            *peak = watch.peak(&self.total);
        }
        self.saved.made = 0;
        let whole = 0..self.total.len();
        self.update_excess(&whole);
        self.evaluate();
    }

    /// Prices the load after the edits.
    pub(super) fn evaluate(&mut self) {
        for edit in 0..self.saved.made {
            let Edit { unit, ref intervals, .. } = self.saved.edits[edit];
            if !self.instance.plant.units[unit].electric {
                continue;
            }
            for (watch, peak) in self.watches.iter().zip(&mut self.peaks) {
                *peak = watch.peak_after(&self.total, *peak, intervals);
            }
            let here = intervals.clone();
            self.update_excess(&here);
        }
        let charges = self.instance.peaks.iter().zip(&self.peaks);
        self.score.cost = self.instance.base_cost
            + self.units.iter().map(|unit| unit.cost).sum::<f64>()
            + charges.map(|(charge, peak)| charge.cost(peak.kw)).sum::<f64>()
            + self.instance.tiers.iter().map(|tiers| tiers.cost(&self.total)).sum::<f64>();
        self.score.moves = self.moved as f64 * self.instance.move_price;
        self.score.excess = self.excess.iter().sum();
    }

    pub(super) fn update_excess(&mut self, changed: &Range<usize>) {
        let plant = &self.instance.plant;
        let Some(limit) = plant.demand_limit else { return };
        let first = plant.limit_windows.partition_point(|window| window.end <= changed.start);
        for (window, excess) in plant.limit_windows.iter().zip(&mut self.excess).skip(first) {
            if window.start >= changed.end {
                break;
            }
            let sum: i64 = self.total[window.clone()].iter().map(|kw| (kw * 1e9).round() as i64).sum();
            *excess = Plant::above_limit(sum / window.len().max(1) as i64, limit);
        }
    }
}
