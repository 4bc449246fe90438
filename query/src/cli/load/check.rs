use serde_json::json;
use udfs::Issues;

use super::super::cancel::Cancel;
use super::super::{Context, Exit};
use super::Shared;
use super::attempt::{Attempt, print};

/// Ask a job's system the cheapest question: does it answer, and let us in
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Job, as a section of the file of jobs
    #[arg(value_name = "JOB")]
    job: String,
}

pub(super) fn run(context: &Context, shared: &Shared, args: &Args) -> Result<Exit, Issues> {
    let config = shared.config(context)?;
    let job = config.job(&args.job)?;
    let cancel = Cancel::watch(&context.runtime);
    let attempt = Attempt { context, shared, job, cancel: &cancel };
    let found = attempt.with(None, |_, source, session| {
        source.check(session).map(|found| (source.system().to_string(), session.redactor.clean(&found)))
    })?;
    print(&json!({"job": job.name, "source_system": found.0, "status": "ok", "found": found.1}))?;
    Ok(Exit::Done)
}
