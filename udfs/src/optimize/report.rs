use std::sync::Mutex;
use std::time::Duration;

use super::{Control, Progress};

/// What is known so far, by all threads; tells the caller.
#[derive(Debug)]
pub struct Report<'a> {
    control: Control<'a>,
    known: Mutex<Known>,
}

#[derive(Debug, Clone, Copy)]
struct Known {
    incumbent: f64,
    bound: f64,
    /// When plans and bounds were last told.
    told: [Option<Duration>; 2],
}

/// Least time between two reports of a kind.
const PAUSE: Duration = Duration::from_millis(100);

impl<'a> Report<'a> {
    pub fn new(control: &Control<'a>) -> Self {
        let known = Known { incumbent: f64::INFINITY, bound: f64::NEG_INFINITY, told: [None; 2] };
        Self { control: *control, known: Mutex::new(known) }
    }

    pub fn incumbent(&self, cost: f64) {
        self.learn(0, "search", |known| {
            let better = cost < known.incumbent;
            known.incumbent = known.incumbent.min(cost);
            better
        });
    }

    pub fn bound(&self, bound: f64) {
        self.learn(1, "bound", |known| {
            let better = bound > known.bound;
            known.bound = known.bound.max(bound);
            better
        });
    }

    /// Cost of the best plan; infinite before the first.
    pub fn best(&self) -> f64 {
        self.known.lock().map_or(f64::INFINITY, |known| known.incumbent)
    }

    /// The best bound, if there is one.
    pub fn best_bound(&self) -> Option<f64> {
        self.known.lock().ok().map(|known| known.bound).filter(|bound| bound.is_finite())
    }

    fn learn(&self, kind: usize, phase: &'static str, learn: impl FnOnce(&mut Known) -> bool) {
        let Ok(mut known) = self.known.lock() else { return };
        if !learn(&mut known) {
            return;
        }
        let now = (self.control.elapsed)();
        if known.told[kind].is_some_and(|last| now.saturating_sub(last) < PAUSE) {
            return;
        }
        known.told[kind] = Some(now);
        (self.control.progress)(&Progress {
            seconds: now.as_secs_f64(),
            phase,
            incumbent: known.incumbent.is_finite().then_some(known.incumbent),
            lower_bound: known.bound.is_finite().then_some(known.bound),
            work_units: 0,
        });
    }
}
