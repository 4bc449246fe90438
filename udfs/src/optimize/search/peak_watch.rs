use std::ops::Range;

use crate::optimize::peaks::PeakCharge;

/// The metering windows of a demand charge in order of time, to find its peak again after a change of a few intervals.
#[derive(Debug)]
pub struct PeakWatch {
    /// Interval and share of the window.
    windows: Vec<Vec<(usize, f64)>>,
    /// Windows of one interval each, where all are: their intervals.
    single: Vec<usize>,
    /// Intervals that the longest window spans.
    longest: usize,
}

/// A peak, and the window that has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    pub kw: f64,
    window: usize,
}

impl Peak {
    pub const NONE: Self = Self { kw: f64::NEG_INFINITY, window: usize::MAX };
}

impl PeakWatch {
    pub fn new(charge: &PeakCharge) -> Self {
        let mut windows: Vec<Vec<(usize, f64)>> = charge.all_windows().collect();
        windows.sort_by_key(|window| window[0].0);
        let span = |window: &Vec<(usize, f64)>| window[window.len() - 1].0 + 1 - window[0].0;
        let longest = windows.iter().map(span).max().unwrap_or(1);
        let all_single = charge.windows.is_empty();
        let single = if all_single { windows.iter().map(|window| window[0].0).collect() } else { Vec::new() };
        Self { windows, single, longest }
    }

    pub fn peak(&self, load: &[f64]) -> Peak {
        self.highest(load, 0..self.windows.len())
    }

    /// The peak after the load changed in these intervals.
    pub fn peak_after(&self, load: &[f64], before: Peak, changed: &Range<usize>) -> Peak {
        let first = self.windows.partition_point(|window| window[0].0 + self.longest <= changed.start);
        let end = self.windows.partition_point(|window| window[0].0 < changed.end).max(first);
        let here = self.highest(load, first..end);
        if here.kw >= before.kw {
            here
        } else if (first..end).contains(&before.window) {
            self.peak(load)
        } else {
            before
        }
    }

    fn highest(&self, load: &[f64], windows: Range<usize>) -> Peak {
        let mut highest = Peak::NONE;
        for window in windows {
            let kw = match self.single.get(window) {
                Some(t) => load[*t],
                None => self.windows[window].iter().map(|(t, share)| share * load[*t]).sum(),
            };
            if kw > highest.kw {
                highest = Peak { kw, window };
            }
        }
        highest
    }
}
