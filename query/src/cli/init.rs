use udfs::Issues;

use super::{Context, Exit};
use crate::warehouse::Warehouse;

const EXAMPLES: &str = "\
Examples:
  heatsched init                              ./warehouse
  heatsched init --warehouse /srv/plant-a     a folder elsewhere
  heatsched import jobs.csv tariffs.xlsx      then fill it";

/// Create an empty warehouse
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {}

pub(super) fn run(context: &Context, _: &Args) -> Result<Exit, Issues> {
    Warehouse::create(&context.global.warehouse)?;
    context.reporter.info(&format!("warehouse {} is ready", context.global.warehouse));
    Ok(Exit::Done)
}
