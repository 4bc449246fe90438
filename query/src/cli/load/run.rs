use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use connectors::load::{self, Clock, Job, Options, Outcome, Summary, System};
use udfs::Issues;

use super::super::cancel::Cancel;
use super::super::{Context, Exit};
use super::Shared;
use super::attempt::Attempt;

/// For schedulers that tell work from nothing to do.
const SKIPPED: u8 = 99;

/// Load what is new since the last run
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Job, as a section of the file of jobs
    #[arg(value_name = "JOB")]
    job: String,
    /// From this time on instead of where the last run stopped; the cursor stays
    #[arg(long, value_name = "TIME", value_parser = time)]
    since: Option<DateTime<Utc>>,
    /// Up to this time; the cursor stays
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: Option<DateTime<Utc>>,
    /// From the beginning, whatever was read before
    #[arg(long, conflicts_with = "since")]
    full: bool,
    /// Read and check, write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Records at most; the cursor stays
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// End, to be tried again, after 90s, 15m or 2h
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    timeout: Option<Duration>,
    /// Fail (1) where records went to quarantine
    #[arg(long)]
    strict: bool,
    /// End with 99 where nothing was new
    #[arg(long)]
    skip_if_empty: bool,
    /// Run again each 90s, 15m or 2h, until stopped
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    every: Option<Duration>,
}

fn duration(text: &str) -> Result<Duration, String> {
    let positive = load::duration(text).filter(|duration| !duration.is_zero());
    positive.ok_or_else(|| "write 90s, 15m, 2h or 1d".to_string())
}

/// A time with its offset, or a day from its start in UTC.
fn time(text: &str) -> Result<DateTime<Utc>, String> {
    let day = || text.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let at = DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc()).or_else(day);
    at.ok_or_else(|| "write 2026-01-05 or 2026-01-05T06:00:00+01:00".to_string())
}

pub(super) fn run(context: &Context, shared: &Shared, args: &Args) -> Result<Exit, Issues> {
    let config = shared.config(context)?;
    let job = config.job(&args.job)?;
    let cancel = Cancel::watch(&context.runtime);
    let attempt = Attempt { context, shared, job, cancel: &cancel };
    loop {
        let exit = once(&attempt, job, args)?;
        let Some(every) = args.every else { return Ok(exit) };
        // what fails now may work later, but for a mistake in the configuration
        if matches!(exit, Exit::Code(2)) {
            return Ok(exit);
        }
        pause(every, &cancel);
        if cancel.is_asked() {
            return Ok(Exit::Done);
        }
    }
}

fn once(attempt: &Attempt<'_>, job: &Job, args: &Args) -> Result<Exit, Issues> {
    let options = Options {
        since: args.since,
        until: args.until,
        full: args.full,
        limit: args.limit.and_then(|limit| usize::try_from(limit).ok()),
        dry_run: args.dry_run,
    };
    let (exit, summary) =
        attempt.load(args.timeout, |source, store, session| load::run(job, source, store, session, &options))?;
    Ok(match summary {
        Some(summary) if args.strict && summary.outcome == Outcome::Partial => Exit::Failed,
        Some(summary) if args.skip_if_empty && is_empty(&summary) => Exit::Code(SKIPPED),
        _ => exit,
    })
}

fn is_empty(summary: &Summary) -> bool {
    summary.outcome == Outcome::Done && summary.counts.written == 0
}

fn pause(duration: Duration, cancel: &Cancel) {
    const LOOK: Duration = Duration::from_millis(200);
    let mut left = duration;
    while !left.is_zero() && !cancel.is_asked() {
        let step = left.min(LOOK);
        System.sleep(step);
        left -= step;
    }
}
