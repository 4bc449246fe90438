use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{TimeDelta, Utc};
use connectors::load::{Control, Job, Redactor, Session, Source, Summary, System, exit_code, open};
use serde_json::json;
use udfs::Issues;
use udfs::store::Store;

use super::super::cancel::Cancel;
use super::super::{Context, Exit};
use super::Shared;
use super::destination::Destination;
use super::log::Log;
use crate::output::write_atomically;

/// A job with everything that it needs to talk to its system.
pub(super) struct Attempt<'a> {
    pub context: &'a Context,
    pub shared: &'a Shared,
    pub job: &'a Job,
    pub cancel: &'a Cancel,
}

impl Attempt<'_> {
    /// Opens the job's store and system, and works with them until the deadline; an error shows no secret.
    pub fn with<T>(
        &self,
        timeout: Option<Duration>,
        work: impl FnOnce(&Destination, &dyn Source, &Session<'_>) -> Result<T, Issues>,
    ) -> Result<T, Issues> {
        let log = Log::new(self.context.reporter.clone(), self.job);
        let deadline = timeout.or(self.job.timeout).and_then(|most| TimeDelta::from_std(most).ok());
        let deadline = deadline.and_then(|most| Utc::now().checked_add_signed(most));
        let control = Control::new(self.cancel.flag(), deadline, Box::new(move |event| log.tell(event)));
        let redactor = Redactor::default();
        let session = Session::new(&System, &System, &redactor, &control, seed());
        let destination = Destination::open(self.context, self.shared, self.job)?;
        let source = open(self.job, destination.store())?;
        work(&destination, source.as_ref(), &session).map_err(|issues| redactor.issues(issues))
    }

    /// As [`Attempt::with`], alone: the summary is printed, and says how the command ends.
    pub fn load(
        &self,
        timeout: Option<Duration>,
        work: impl FnOnce(&dyn Source, &dyn Store, &Session<'_>) -> Result<Summary, Issues>,
    ) -> Result<(Exit, Option<Summary>), Issues> {
        let done = self.with(timeout, |destination, source, session| {
            let _turn = destination.take_turn(self.job)?;
            work(source, destination.store(), session)
        });
        match done {
            Ok(summary) => {
                self.context.reporter.issues(&Issues(summary.error.clone().into_iter().collect()));
                print(&summary.to_json())?;
                Ok((Exit::Code(summary.exit_code()), Some(summary)))
            }
            Err(issues) => {
                self.context.reporter.issues(&issues);
                let first = issues.0.first();
                print(&json!({
                    "job": self.job.name, "status": "failed",
                    "error_code": first.map(|issue| issue.code.as_str()), "error": first.map(ToString::to_string),
                }))?;
                Ok((Exit::Code(exit_code(&issues)), None))
            }
        }
    }
}

pub(super) fn print(summary: &serde_json::Value) -> Result<(), Issues> {
    write_atomically(Path::new("-"), format!("{summary}\n").as_bytes())
}

/// Differs between processes that start together.
fn seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    now.as_secs().rotate_left(30) ^ u64::from(now.subsec_nanos()) ^ u64::from(std::process::id()).rotate_left(32)
}
