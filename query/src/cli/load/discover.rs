use connectors::load::KINDS;
use udfs::Issues;

use super::super::cancel::Cancel;
use super::super::{Context, Exit};
use super::Shared;
use super::attempt::Attempt;
use crate::output::{Columns, OutputArgs};

/// List what a job's system has to read; without a job, the kinds of jobs
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Job, as a section of the file of jobs
    #[arg(value_name = "JOB")]
    job: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(context: &Context, shared: &Shared, args: &Args) -> Result<Exit, Issues> {
    let table = match &args.job {
        None => Columns::default()
            .text("kind", KINDS.iter().map(|(kind, ..)| *kind))
            .text("reads", KINDS.iter().map(|(_, reads, _)| *reads))
            .batch()?,
        Some(name) => {
            let config = shared.config(context)?;
            let job = config.job(name)?;
            let cancel = Cancel::watch(&context.runtime);
            let attempt = Attempt { context, shared, job, cancel: &cancel };
            let streams = attempt.with(None, |to, source, session| source.streams(session, to.store()))?;
            Columns::default()
                .text("stream", streams.iter().map(|stream| stream.name.as_str()))
                .text("part", streams.iter().map(|stream| stream.part.as_str()))
                .batch()?
        }
    };
    args.output.or_table().open()?.write_all(&table)?;
    Ok(Exit::Done)
}
