use arrow::record_batch::RecordBatch;
use connectors::load::{Placement, Session, Source, Told, placements};
use udfs::{Issue, Issues};

use super::super::cancel::Cancel;
use super::super::{Context, Exit};
use super::Shared;
use super::attempt::Attempt;
use crate::output::{Columns, OutputArgs};

/// Tell the system that orders came from when a published plan runs them; a dry run unless --apply
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Job, as a section of the file of jobs
    #[arg(value_name = "JOB")]
    job: String,
    /// Published schedule
    #[arg(long, value_name = "ID")]
    schedule: String,
    /// Change the orders there; without it only what would change is shown
    #[arg(long)]
    apply: bool,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(context: &Context, shared: &Shared, args: &Args) -> Result<Exit, Issues> {
    let config = shared.config(context)?;
    let job = config.job(&args.job)?;
    let cancel = Cancel::watch(&context.runtime);
    let attempt = Attempt { context, shared, job, cancel: &cancel };
    let told = attempt.with(None, |to, source, session| {
        let _turn = to.take_turn(job)?;
        let wanted = placements(to.store(), &job.tenant, source.system(), &args.schedule)?;
        tell(source, session, wanted, args.apply)
    })?;
    for issue in told.iter().filter_map(|(_, told)| told.as_ref().err()) {
        context.reporter.issue(issue);
    }
    args.output.or_table().open()?.write_all(&table(&told)?)?;
    if !args.apply {
        context.reporter.info("dry run: nothing was changed there; --apply changes it");
    }
    Ok(if told.iter().all(|(_, told)| told.is_ok()) { Exit::Done } else { Exit::Incomplete })
}

type Answers = Vec<(Placement, Result<Told, Issue>)>;

/// One order that is refused keeps no other from being told.
fn tell(source: &dyn Source, session: &Session<'_>, wanted: Vec<Placement>, apply: bool) -> Result<Answers, Issues> {
    let mut told = Answers::new();
    for placement in wanted {
        session.check()?;
        let answer = source.write_back(session, &placement, apply).map_err(|issue| session.redactor.issue(issue));
        told.push((placement, answer));
    }
    Ok(told)
}

fn table(told: &Answers) -> Result<RecordBatch, Issues> {
    let time = |at: udfs::model::Instant| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let there = |(_, told): &(Placement, Result<Told, Issue>)| {
        told.as_ref().ok().and_then(|told| told.start_there).map(time).unwrap_or_default()
    };
    let outcome =
        |(_, told): &(Placement, Result<Told, Issue>)| told.as_ref().map_or("refused", |told| told.outcome.as_str());
    Columns::default()
        .text("job_id", told.iter().map(|(placement, _)| placement.job_id.as_str()))
        .text("reference", told.iter().map(|(placement, _)| placement.reference.as_str()))
        .text("equipment_id", told.iter().map(|(placement, _)| placement.equipment_id.as_str()))
        .text("start_there", told.iter().map(there))
        .text("start", told.iter().map(|(placement, _)| time(placement.start)))
        .text("end", told.iter().map(|(placement, _)| time(placement.end)))
        .text("outcome", told.iter().map(outcome))
        .batch()
}
