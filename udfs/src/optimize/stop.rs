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
}

impl<'a> Stop<'a> {
    pub fn new(problem: &Problem, control: &Control<'a>) -> Self {
        let seconds = problem.options.time_limit_seconds.and_then(|seconds| seconds.to_f64());
        let limit = seconds.map(|seconds| Duration::from_secs_f64(seconds.clamp(0.0, 1e9)));
        Self { control: *control, limit, stopped: AtomicBool::new(false) }
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

    pub fn was(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
