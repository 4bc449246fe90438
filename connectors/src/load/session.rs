use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};
use udfs::error::Place;
use udfs::model::Instant;
use udfs::sample::Rng;
use udfs::{Code, Issue};

use super::control::Control;
use super::redact::Redactor;
use super::surroundings::{Clock, Environment};

/// What all of a run shares with the world around it.
#[derive(Debug)]
pub struct Session<'a> {
    pub clock: &'a dyn Clock,
    pub environment: &'a dyn Environment,
    pub redactor: &'a Redactor,
    pub control: &'a Control,
    random: Mutex<Rng>,
    requests: AtomicU64,
}

/// A line of the log; its fields hold no secrets.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub at: Instant,
    pub level: &'static str,
    pub name: &'static str,
    pub fields: Map<String, Value>,
}

impl<'a> Session<'a> {
    /// `seed` draws the pauses between tries and the ends of run ids.
    pub fn new(
        clock: &'a dyn Clock,
        environment: &'a dyn Environment,
        redactor: &'a Redactor,
        control: &'a Control,
        seed: u64,
    ) -> Self {
        Self { clock, environment, redactor, control, random: Mutex::new(Rng::new(seed)), requests: AtomicU64::new(0) }
    }

    pub fn draw(&self) -> u64 {
        self.random.lock().unwrap_or_else(PoisonError::into_inner).draw()
    }

    pub fn count_request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Whether the run may go on.
    pub fn check(&self) -> Result<(), Issue> {
        if self.control.is_cancelled() {
            let fix = "run the job again: it goes on where it stopped";
            return Err(Issue::error(Code::Cancelled, Place::new("load"), "the load was asked to stop", fix));
        }
        match self.control.deadline() {
            Some(deadline) if self.clock.now() >= deadline => {
                let fix = "run the job again: it goes on where it stopped; or raise its timeout";
                Err(Issue::error(Code::Unreachable, Place::new("load"), "the load took longer than its timeout", fix))
            }
            _ => Ok(()),
        }
    }

    /// Time left, for one request at most `most`.
    pub fn time_left(&self, most: Duration) -> Duration {
        let left = self.control.deadline().map(|deadline| (deadline - self.clock.now()).to_std().unwrap_or_default());
        left.map_or(most, |left| left.min(most))
    }

    /// Waits, unless that is past the deadline.
    pub fn wait(&self, duration: Duration) -> Result<(), Issue> {
        const STEP: Duration = Duration::from_secs(1);
        let mut left = duration;
        while !left.is_zero() {
            self.check()?;
            let step = left.min(STEP);
            self.clock.sleep(step);
            left -= step;
        }
        self.check()
    }

    pub fn log(&self, level: &'static str, name: &'static str, fields: &[(&str, Value)]) {
        let clean = |value: &Value| match value {
            Value::String(text) => Value::String(self.redactor.clean(text)),
            other => other.clone(),
        };
        let fields = fields.iter().map(|(key, value)| (key.to_string(), clean(value))).collect();
        self.control.emit(&Event { at: self.clock.now(), level, name, fields });
    }
}
