use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use udfs::model::Instant;

use super::session::Event;

type Sink = Box<dyn Fn(&Event) + Send + Sync>;

/// How the caller ends a run early, and hears of it.
pub struct Control {
    cancelled: Arc<AtomicBool>,
    deadline: Option<Instant>,
    events: Sink,
}

impl Control {
    pub fn new(cancelled: Arc<AtomicBool>, deadline: Option<Instant>, events: Sink) -> Self {
        Self { cancelled, deadline, events }
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    pub fn emit(&self, event: &Event) {
        (self.events)(event);
    }
}

impl Default for Control {
    fn default() -> Self {
        Self::new(Arc::default(), None, Box::new(|_| {}))
    }
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}
