use connectors::load;
use udfs::Issues;

use super::super::cancel::Cancel;
use super::super::{Context, Exit};
use super::Shared;
use super::attempt::Attempt;

/// Read the quarantine of a job again, after its configuration or its records were mended
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Job, as a section of the file of jobs
    #[arg(value_name = "JOB")]
    job: String,
    /// Read and check, write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(super) fn run(context: &Context, shared: &Shared, args: &Args) -> Result<Exit, Issues> {
    let config = shared.config(context)?;
    let job = config.job(&args.job)?;
    let cancel = Cancel::watch(&context.runtime);
    let attempt = Attempt { context, shared, job, cancel: &cancel };
    let (exit, _) =
        attempt.load(None, |source, store, session| load::replay(job, source, store, session, args.dry_run))?;
    Ok(exit)
}
