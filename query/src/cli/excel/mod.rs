mod address;
mod link;

use udfs::Issues;

use super::{Context, Exit};

/// Workbooks that stay linked to a Postgres database
#[derive(Debug, clap::Args)]
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
