//! `heatsched load`: a file a subcommand.

mod attempt;
mod check;
mod destination;
mod discover;
mod log;
mod replay;
mod run;
mod status;
mod validate;
mod write_back;

use std::path::PathBuf;

use connectors::load::{Config, exit_code};
use udfs::Issues;

use super::{Context, Exit};

const EXAMPLES: &str = "\
Examples:
  heatsched load validate --jobs loads.toml             every job's settings, without a connection
  heatsched load check orders                           does the system answer, and let us in
  heatsched load run orders                             what is new since the last run, into the warehouse
  heatsched load run orders --to postgres --dsn postgres://loader@db/plant
  heatsched load run orders --since 2026-01-01 --until 2026-02-01      once more; the cursor stays
  heatsched load run orders --every 15m                 until stopped, for those without a scheduler
  heatsched load replay orders                          the quarantine once more, after something was mended
  heatsched load status --json
  heatsched load write-back orders --schedule S-2026-01-05          what a published plan would change there

A job is a section of a TOML file:

  [defaults]
  site = \"plant-a\"

  [job.orders]
  kind = \"files\"
  folder = \"inbox\"
  pattern = \"*.csv\"
  table = \"jobs\"

Rows, cursor and the run's record are written in one step; the same run twice changes nothing. The last line on standard
output is a JSON summary, for schedulers; messages go to standard error, with --log json as JSON lines. Exit codes:
0 done, also with nothing new; 1 failed; 2 the configuration is wrong; 3 done, but records are in quarantine (1 with
--strict); 75 try again later, or the job runs already; 77 the system does not let us in; 99 nothing new, with
--skip-if-empty.";

/// Bring other systems' data in, again and again, as the jobs of a file say
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    command: LoadCommand,
    #[command(flatten)]
    shared: Shared,
}

#[derive(Debug, clap::Subcommand)]
enum LoadCommand {
    Run(run::Args),
    Check(check::Args),
    Discover(discover::Args),
    Status(status::Args),
    Validate(validate::Args),
    Replay(replay::Args),
    WriteBack(write_back::Args),
}

/// What all of them are told.
#[derive(Debug, clap::Args)]
struct Shared {
    /// File of jobs (TOML)
    #[arg(long, global = true, env = "HEATSCHED_JOBS", default_value = "loads.toml", value_name = "FILE")]
    #[arg(hide_env_values = true)]
    jobs: PathBuf,
    /// Where rows go
    #[arg(long, global = true, value_enum, default_value_t = Place::Warehouse, value_name = "PLACE")]
    to: Place,
    /// Database with the extension pg_heatsched, for --to postgres
    #[arg(long, global = true, env = "HEATSCHED_DSN", hide_env_values = true, value_name = "URL|SETTINGS")]
    dsn: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Place {
    Warehouse,
    Postgres,
}

impl Shared {
    fn config(&self, context: &Context) -> Result<Config, Issues> {
        Config::load(&self.jobs, &context.global.tenant)
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Exit {
    let shared = &args.shared;
    let done = match &args.command {
        LoadCommand::Run(args) => run::run(context, shared, args),
        LoadCommand::Check(args) => check::run(context, shared, args),
        LoadCommand::Discover(args) => discover::run(context, shared, args),
        LoadCommand::Status(args) => status::run(context, shared, args),
        LoadCommand::Validate(args) => validate::run(context, shared, args),
        LoadCommand::Replay(args) => replay::run(context, shared, args),
        LoadCommand::WriteBack(args) => write_back::run(context, shared, args),
    };
    done.unwrap_or_else(|issues| {
        context.reporter.issues(&issues);
        Exit::Code(exit_code(&issues))
    })
}
