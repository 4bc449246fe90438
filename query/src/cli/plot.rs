use std::path::PathBuf;

use udfs::Issues;

use super::source::{self, SourceArgs};
use super::{Context, Exit};
use crate::plot;

const EXAMPLES: &str = "\
Examples:
  heatsched plot --problem day.json --result plan.json --output plan.svg
  heatsched plot --problem day.json --output fifo.png                       FIFO
  heatsched plot --run 3f1c9a0b77d2e415 --output plan.png                   a run of the warehouse

The upper part shows metered power against the tariff, with the peaks that are billed; the lower part which job runs
where, with heat held between jobs and maintenance. The time axis is the site's local time.";

/// Draw a plan as SVG or PNG: load against tariff, and who runs when
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Picture to write; its ending, svg or png, is its form
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let planned = source::planned(context, &args.source)?;
    plot::write(&args.output, &planned.problem, &planned.result, planned.baseline.as_ref())?;
    context.reporter.info(&format!("wrote {}", args.output.display()));
    Ok(Exit::Done)
}
