//! A world for tests: time passes only while a load waits.

use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use chrono::TimeDelta;
use udfs::model::Instant;

use super::surroundings::{Clock, Environment, System};

#[derive(Debug)]
pub struct Fake {
    now: Mutex<Instant>,
    variables: Vec<(&'static str, &'static str)>,
}

impl Fake {
    pub fn new() -> Self {
        Self::at("2026-01-05T06:00:00Z")
    }

    pub fn at(now: &str) -> Self {
        Self { now: Mutex::new(now.parse().expect("a time")), variables: Vec::new() }
    }

    pub fn knows(self, name: &'static str, value: &'static str) -> Self {
        Self { variables: vec![(name, value)], ..self }
    }

    pub fn now(&self) -> Instant {
        Clock::now(self)
    }

    pub fn pass(&self, seconds: u64) {
        self.sleep(Duration::from_secs(seconds));
    }
}

impl Clock for Fake {
    fn now(&self) -> Instant {
        *self.now.lock().expect("the clock")
    }

    fn sleep(&self, duration: Duration) {
        *self.now.lock().expect("the clock") += TimeDelta::from_std(duration).expect("a duration");
    }
}

impl Environment for Fake {
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string())
    }

    fn private_file(&self, path: &Path) -> Result<String, String> {
        System.private_file(path)
    }

    fn replace_private_file(&self, path: &Path, text: &str) -> Result<(), String> {
        System.replace_private_file(path, text)
    }
}
