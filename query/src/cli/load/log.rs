use std::sync::Mutex;

use connectors::load::{Event, Job};
use serde_json::{Value, json};

use super::super::reporter::Reporter;

/// What a run tells while it works, on standard error.
#[derive(Debug)]
pub(super) struct Log {
    reporter: Reporter,
    job: String,
    run_id: Mutex<Value>,
}

impl Log {
    pub fn new(reporter: Reporter, job: &Job) -> Self {
        Self { reporter, job: job.name.clone(), run_id: Mutex::new(Value::Null) }
    }

    pub fn tell(&self, event: &Event) {
        let mut run_id = self.run_id.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(id) = event.fields.get("run_id") {
            *run_id = id.clone();
        }
        if !self.reporter.is_json() {
            return self.tell_people(event);
        }
        if self.reporter.is_quiet() && event.level == "info" {
            return;
        }
        let own = json!({
            "ts": event.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true), "level": event.level,
            "job": self.job, "run_id": *run_id, "event": event.name,
        });
        let Value::Object(mut line) = own else { return };
        line.extend(event.fields.clone());
        self.reporter.event(&Value::Object(line));
    }

    /// They see the summary, and need no line for the start and the end.
    fn tell_people(&self, event: &Event) {
        if ["started", "ended"].contains(&event.name) {
            return;
        }
        let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
        let fields: Vec<String> = event.fields.iter().map(|(name, value)| format!("{name} {}", shown(value))).collect();
        self.reporter.info(&format!("{}: {}: {}", self.job, event.name, fields.join(", ")));
    }
}
