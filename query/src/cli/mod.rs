//! The command line: a file a subcommand. Data goes to standard output, messages to standard error.

mod baseline;
mod bill;
mod cancel;
mod codes;
mod completions;
mod demo;
mod document;
mod excel;
mod exit;
mod explain;
mod explained;
mod import;
mod init;
mod lines;
mod load;
mod optimize;
mod plot;
pub(crate) mod progress;
mod report;
pub mod reporter;
mod serve;
mod shell;
mod solve;
mod source;
mod summary;
mod sync;
mod tariff;
mod user;
mod validate;
mod worker;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};
use udfs::{Code, Issue, Issues};

pub use exit::Exit;
use reporter::{Log, Reporter};

use crate::output::place;
use crate::shell::ShellArgs;

const EXAMPLES: &str = "\
Examples:
  heatsched demo                                  plan a day of the demo plant, then look around
  heatsched                                       SQL shell on ./warehouse
  heatsched -c 'SELECT * FROM savings'            one query
  heatsched -f report.sql --output report.xlsx    a sheet for each query
  heatsched optimize --problem day.json           plan a problem document
  heatsched bill --help                           more about one subcommand

Exit codes:
    0  done
    1  failed: a message on standard error says what, where and what to do
    2  the command line cannot be understood
    3  done, but rows were quarantined, or the schedule breaks constraints (status elastic)
  130  cancelled by Ctrl-C: the best plan found until then was written";

/// Plan a plant's process heat for the least cost, bill it to the cent, and ask any question about it in SQL.
///
/// Without a subcommand: an SQL shell over a warehouse.
#[derive(Debug, Parser)]
#[command(name = "heatsched", version, after_help = EXAMPLES, max_term_width = 100, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    shell: ShellArgs,
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Global options")]
struct Global {
    /// Warehouse: a folder, or a URL such as s3://bucket/plant
    #[arg(
        short,
        long,
        global = true,
        env = "HEATSCHED_WAREHOUSE",
        default_value = "warehouse",
        value_name = "PATH|URL"
    )]
    #[arg(hide_env_values = true)]
    warehouse: String,
    /// Whose rows of the warehouse to read and write
    #[arg(
        long,
        global = true,
        env = "HEATSCHED_TENANT",
        default_value = "default",
        value_name = "ID",
        hide_env_values = true
    )]
    tenant: String,
    /// Form of the messages on standard error
    #[arg(long, global = true, value_enum, default_value_t = Log::Text, value_name = "FORM")]
    log: Log,
    /// Only warnings and errors on standard error
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Import(import::Args),
    Load(load::Args),
    Optimize(optimize::Args),
    Baseline(baseline::Args),
    Bill(bill::Args),
    Tariff(tariff::Args),
    Validate(validate::Args),
    Plot(plot::Args),
    Report(report::Args),
    Excel(excel::Args),
    Demo(demo::Args),
    Sync(sync::Args),
    Worker(worker::Args),
    Serve(serve::Args),
    User(user::Args),
    Codes(codes::Args),
    Explain(explain::Args),
    Completions(completions::Args),
}

/// What every subcommand is given.
struct Context {
    global: Global,
    reporter: Reporter,
    runtime: tokio::runtime::Runtime,
}

pub fn main() -> ExitCode {
    let cli = Cli::parse();
    if cli.command.is_some() && !cli.shell.is_empty() {
        let message =
            "--command, --file, --format and --output belong to the shell here; give them after the subcommand";
        Cli::command().error(ErrorKind::ArgumentConflict, message).exit();
    }
    let reporter = Reporter::new(cli.global.log, cli.global.quiet);
    let outcome = runtime().and_then(|runtime| {
        let context = Context { global: cli.global, reporter: reporter.clone(), runtime };
        let exit = run(&context, cli.shell, cli.command);
        // a query that was left behind must not hold up the end
        context.runtime.shutdown_background();
        exit
    });
    match outcome {
        Ok(exit) => exit.into(),
        Err(issues) => {
            reporter.issues(&issues);
            Exit::of_failure(&issues).into()
        }
    }
}

fn run(context: &Context, shell: ShellArgs, command: Option<Command>) -> Result<Exit, Issues> {
    match command {
        None => shell::run(context, &shell),
        Some(Command::Init(args)) => init::run(context, &args),
        Some(Command::Import(args)) => import::run(context, &args),
        Some(Command::Load(args)) => Ok(load::run(context, &args)),
        Some(Command::Optimize(args)) => optimize::run(context, &args),
        Some(Command::Baseline(args)) => baseline::run(context, &args),
        Some(Command::Bill(args)) => bill::run(context, &args),
        Some(Command::Tariff(args)) => tariff::run(context, &args),
        Some(Command::Validate(args)) => validate::run(context, &args),
        Some(Command::Plot(args)) => plot::run(context, &args),
        Some(Command::Report(args)) => report::run(context, &args),
        Some(Command::Excel(args)) => excel::run(context, &args),
        Some(Command::Demo(args)) => demo::run(context, &args),
        Some(Command::Sync(args)) => sync::run(context, &args),
        Some(Command::Worker(args)) => worker::run(context, &args),
        Some(Command::Serve(args)) => serve::run(context, &args),
        Some(Command::User(args)) => user::run(context, &args),
        Some(Command::Codes(args)) => codes::run(&args),
        Some(Command::Explain(args)) => explain::run(context, &args),
        Some(Command::Completions(args)) => completions::run(&args, &mut Cli::command()),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Issues> {
    let failed =
        |e: std::io::Error| Issue::error(Code::Io, place("heatsched"), format!("cannot start: {e}"), "").into();
    // planning a deeply nested query takes more stack than the usual 2 MiB in an unoptimised build
    tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(8 << 20).build().map_err(failed)
}
