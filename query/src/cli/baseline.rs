use std::path::PathBuf;

use udfs::{Issues, plan};

use super::{Context, Exit, document, summary};

const EXAMPLES: &str = "\
Examples:
  heatsched baseline --problem day.json                       the result document on standard output
  heatsched baseline --problem day.json --result fifo.json    in a file

FIFO: jobs in order of earliest start, priority, id; each takes the earliest feasible start on the first
equipment that can take it, blind to prices. Exit code 3: it breaks constraints.";

/// Schedule first in, first out: what the plant does without an optimiser
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Problem document; `-`: standard input
    #[arg(long, value_name = "FILE")]
    problem: PathBuf,
    /// Write the result document here instead of to standard output
    #[arg(long, value_name = "FILE")]
    result: Option<PathBuf>,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let problem = document::problem(&args.problem, &context.reporter)?;
    let result = plan::baseline(&problem)?;
    context.reporter.issues(&result.warnings);
    document::write_result(args.result.as_ref(), &problem, &result)?;
    summary::report(&context.reporter, &problem, &result);
    Ok(if result.violations.is_empty() { Exit::Done } else { Exit::Incomplete })
}
