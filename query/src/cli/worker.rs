use std::time::Duration;

use udfs::Issues;

use super::cancel::Cancel;
use super::{Context, Exit};
use crate::queue::{Settings, work};

const EXAMPLES: &str = "\
Examples:
  heatsched worker --dsn postgres://planner@db/plant      work until stopped
  heatsched worker --dsn 'host=/run/postgresql dbname=plant' --drain

Requests come from SELECT heatsched.submit_optimization('S-2026-01-05'). Any number of workers, on any machine, share a
queue. A request whose worker stopped is taken by another one, three times at most. Ctrl-C and SIGTERM give the request
at hand back. The role needs heatsched_planner, and sees the requests of its tenants alone.";

/// Plan the schedules that wait in a Postgres database's queue
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Database with the extension pg_heatsched
    #[arg(long, env = "HEATSCHED_DSN", hide_env_values = true, value_name = "URL|SETTINGS")]
    dsn: String,
    /// Name to show in optimization_status [default: worker and process number]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// End when nothing is queued
    #[arg(long)]
    drain: bool,
    /// Look for work this often, besides when told
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    poll: u64,
    /// Take over a request whose worker was silent for this long
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(5..))]
    stale_after: u64,
    /// Threads to solve with; never changes the plan
    #[arg(long, value_name = "N")]
    threads: Option<u32>,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let cancel = Cancel::watch(&context.runtime);
    let settings = Settings {
        dsn: args.dsn.clone(),
        name: args.name.clone().unwrap_or_else(|| format!("worker {}", std::process::id())),
        poll: Duration::from_secs(args.poll),
        stale_after: Duration::from_secs(args.stale_after),
        threads: args.threads,
        drain: args.drain,
    };
    work(&settings, &|| cancel.is_asked(), &|message| context.reporter.info(message))?;
    Ok(Exit::Done)
}
