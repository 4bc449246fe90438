use std::path::{Path, PathBuf};

use udfs::error::Kind;
use udfs::explain::{explain_schedule, peak_prices};
use udfs::{Code, Issue, Issues};

use super::source::SourceArgs;
use super::{Context, Exit, codes, document, explained, source};
use crate::output::{OutputArgs, place, write_atomically};

const EXAMPLES: &str = "\
Examples:
  heatsched explain HS1101                                    what a code means
  heatsched explain --problem day.json --result plan.json     why each job is where it is
  heatsched explain --run 3f1c9a0b77d2e415 --format json
  heatsched explain --run 3f1c9a0b77d2e415 --peaks            what a kW of each peak costs

cost_here: what the plan would cost less without the job, all others as they are.
cost_increase: what it would cost more with the job at the next best place.
binding: what keeps the job from the place that looks cheapest by its own energy.
Costs are before rounding, without fixed charges and tax.";

/// Say why a plan is as it is, or what an error code means
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["code", "problem", "run"]))]
pub(super) struct Args {
    /// Code, as in HS1101
    #[arg(conflicts_with_all = ["result", "peaks"])]
    code: Option<String>,
    /// Problem document; `-`: standard input
    #[arg(long, value_name = "FILE")]
    problem: Option<PathBuf>,
    /// Result document of the problem; without it the FIFO schedule
    #[arg(long, value_name = "FILE", requires = "problem")]
    result: Option<PathBuf>,
    /// Run of the warehouse, as in optimization_runs
    #[arg(long, value_name = "RUN_ID")]
    run: Option<String>,
    /// What a kW of each peak costs, instead of the jobs
    #[arg(long)]
    peaks: bool,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    match &args.code {
        Some(code) => explain_code(code),
        None => explain_plan(context, args),
    }
}

fn explain_plan(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let of = SourceArgs { problem: args.problem.clone(), result: args.result.clone(), run: args.run.clone() };
    let planned = source::planned(context, &of)?;
    let schedule = document::schedule(&planned.result);
    let output = args.output.or_table();
    let short = output.is_table();
    let rows = if args.peaks {
        explained::peak_prices(&planned.problem, &peak_prices(&planned.problem, &schedule)?, short)?
    } else {
        explained::explained(&planned.problem, &explain_schedule(&planned.problem, &schedule)?, short)?
    };
    output.open()?.write_all(&rows)?;
    Ok(Exit::Done)
}

fn explain_code(code: &str) -> Result<Exit, Issues> {
    let wanted = code.to_ascii_uppercase();
    let code = Code::find(&wanted).ok_or_else(|| {
        let message = format!("\"{code}\" is no code of heatsched");
        Issue::error(Code::UnknownReference, place("explain"), message, "heatsched codes lists them")
    })?;
    let kind = codes::kind(code.kind());
    let text = format!("{code}: {}\n{kind}: {}\n", code.title(), turn(code.kind()));
    write_atomically(Path::new("-"), text.as_bytes())?;
    Ok(Exit::Done)
}

fn turn(kind: Kind) -> &'static str {
    match kind {
        Kind::Input => "the input has to change; the message names the row and column, the hint what to do",
        Kind::Violation => {
            "a schedule breaks a rule of its problem; the row says by how much, and what would remove it"
        }
        Kind::Limit => "a limit of heatsched; a smaller problem or another option avoids it",
        Kind::Environment => "a file, a store or another system failed; try again when it works",
        Kind::Bug => "a defect of heatsched; please report it with the message and the problem document",
    }
}
