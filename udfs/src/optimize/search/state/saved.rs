use std::ops::Range;

use super::super::super::Score;
use super::super::peak_watch::Peak;
use super::{Place, State};
use crate::operation::Run;

/// What a change replaced.
#[derive(Debug, Default)]
pub(super) struct Saved {
    pub places: Vec<(usize, Place)>,
    /// In the order in which they were made; the first `made` of them, the rest is kept for its memory.
    pub edits: Vec<Edit>,
    pub made: usize,
    pub peaks: Vec<Peak>,
    pub score: Option<Score>,
}

/// A stretch of a unit as it was.
#[derive(Debug, Default)]
pub(super) struct Edit {
    pub unit: usize,
    pub intervals: Range<usize>,
    pub if_on: Vec<f64>,
    pub load: Vec<f64>,
    pub total: Vec<f64>,
    pub runs: Vec<Run>,
    pub cost: f64,
}

impl State<'_> {
    /// Keeps what an edit of the unit in these intervals replaces.
    pub(super) fn save(&mut self, unit: usize, intervals: Range<usize>) {
        let saved = &mut self.saved;
        if saved.made == saved.edits.len() {
            saved.edits.push(Edit::default());
        }
        let (edit, state) = (&mut saved.edits[saved.made], &self.units[unit]);
        saved.made += 1;
        let keep = |kept: &mut Vec<f64>, values: &[f64]| {
            kept.clear();
            kept.extend_from_slice(&values[intervals.clone()]);
        };
        keep(&mut edit.if_on, &state.if_on);
        keep(&mut edit.load, &state.load);
        keep(&mut edit.total, &self.total);
        edit.runs.clone_from(&state.runs);
        (edit.unit, edit.cost, edit.intervals) = (unit, state.cost, intervals);
    }

    /// Takes the last change back.
    pub fn undo(&mut self) {
        self.restore_places();
        for edit in self.saved.edits[..self.saved.made].iter_mut().rev() {
            let (unit, here) = (&mut self.units[edit.unit], edit.intervals.clone());
            unit.if_on[here.clone()].copy_from_slice(&edit.if_on);
            unit.load[here.clone()].copy_from_slice(&edit.load);
            self.total[here].copy_from_slice(&edit.total);
            std::mem::swap(&mut unit.runs, &mut edit.runs);
            unit.cost = edit.cost;
        }
        if self.instance.plant.demand_limit.is_some() {
            for edit in 0..self.saved.made {
                let here = self.saved.edits[edit].intervals.clone();
                self.update_excess(&here);
            }
        }
        self.saved.made = 0;
        std::mem::swap(&mut self.peaks, &mut self.saved.peaks);
        if let Some(score) = self.saved.score.take() {
            self.score = score;
        }
    }
}
