use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rust_decimal::prelude::ToPrimitive;

use super::Control;
use crate::model::Problem;

/// Says when to stop before the work is done: the caller wants it, or the time is up. Remembers that it happened.
#[derive(Debug)]
pub struct Stop<'a> {
    pub control: Control<'a>,
    limit: Option<Duration>,
    stopped: AtomicBool,
    timed: AtomicBool,
}

impl<'a> Stop<'a> {
    pub fn new(problem: &Problem, control: &Control<'a>) -> Self {
        let seconds = problem.options.time_limit_seconds.and_then(|seconds| seconds.to_f64());
        let limit = seconds.map(|seconds| Duration::from_secs_f64(seconds.clamp(0.0, 1e9)));
        Self { control: *control, limit, stopped: AtomicBool::new(false), timed: AtomicBool::new(false) }
    }

    pub fn now(&self) -> bool {
        let stop = self.was()
            || (self.control.cancelled)()
            || self.limit.is_some_and(|limit| (self.control.elapsed)() >= limit);
        if stop {
            self.stopped.store(true, Ordering::Relaxed);
        }
        stop
    }

    /// Since the run began.
    pub fn seconds(&self) -> f64 {
        (self.control.elapsed)().as_secs_f64()
    }

    /// Time left, where it is limited.
    pub fn left(&self) -> Option<Duration> {
        self.limit.map(|limit| limit.saturating_sub((self.control.elapsed)()))
    }

    /// The run depends on the machine from here on.
    pub fn cut_short(&self) {
        self.timed.store(true, Ordering::Relaxed);
    }

    /// Whether time or the caller had a part in what came out.
    pub fn had_a_part(&self) -> bool {
        self.was() || self.timed.load(Ordering::Relaxed)
    }

    pub fn was(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
