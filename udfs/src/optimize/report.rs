use std::sync::Mutex;
use std::time::Duration;

use super::{Control, Progress};

/// Tells the caller how far the run is; the best of all threads.
#[derive(Debug)]
pub struct Report<'a> {
    control: Control<'a>,
    best: Mutex<(f64, Option<Duration>)>,
}

/// Least time between two reports.
const PAUSE: Duration = Duration::from_millis(100);

impl<'a> Report<'a> {
    pub fn new(control: &Control<'a>) -> Self {
        Self { control: *control, best: Mutex::new((f64::INFINITY, None)) }
    }

    pub fn incumbent(&self, cost: f64) {
        let Ok(mut best) = self.best.lock() else { return };
        if cost >= best.0 {
            return;
        }
        best.0 = cost;
        let now = (self.control.elapsed)();
        if best.1.is_some_and(|last| now.saturating_sub(last) < PAUSE) {
            return;
        }
        best.1 = Some(now);
        (self.control.progress)(&Progress {
            seconds: now.as_secs_f64(),
            phase: "search",
            incumbent: Some(cost),
            lower_bound: None,
            work_units: 0,
        });
    }
}
