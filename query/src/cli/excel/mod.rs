mod address;
mod link;

use udfs::Issues;

use super::{Context, Exit};

const EXAMPLES: &str = "\
Examples:
  heatsched excel link --dsn postgres://bi@db/plants --site plant-a --from 2026-01-05 -o plant.xlsx
  heatsched import plant.xlsx --site plant-a --annotate checked.xlsx      load the edited sheets back";

/// Workbooks that stay linked to a Postgres database
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Link(link::Args),
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    match &args.command {
        Command::Link(args) => link::run(context, args),
    }
}
