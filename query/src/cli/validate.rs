use std::path::PathBuf;

use udfs::model::{Problem, Violation};
use udfs::stored::Overrides;
use udfs::{Code, Issues, check, inputs, stored};

use super::{Context, Exit, document, lines, source};
use crate::output::OutputArgs;

const EXAMPLES: &str = "\
Examples:
  heatsched validate --problem day.json                       is the input sound?
  heatsched validate --problem day.json --result plan.json    does the plan hold every constraint, to the cent?
  heatsched validate --schedule S-2026-01-05                  the same, on the warehouse
  heatsched validate --run 3f1c9a0b77d2e415 --format json

The validator shares no code with the optimiser or the calculator. Everything wrong is listed at once, on standard
output. Exit codes: 0 nothing is wrong; 3 errors or violations are listed; 1 it could not be checked.";

/// Check a problem, or a plan against its problem, independently of what made it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["problem", "schedule", "run"]))]
pub(super) struct Args {
    /// Problem document; `-`: standard input
    #[arg(long, value_name = "FILE")]
    problem: Option<PathBuf>,
    /// Result document of the problem
    #[arg(long, value_name = "FILE", requires = "problem")]
    result: Option<PathBuf>,
    /// Schedule of the warehouse: its inputs
    #[arg(long, value_name = "ID")]
    schedule: Option<String>,
    /// Run of the warehouse: its plan
    #[arg(long, value_name = "RUN_ID")]
    run: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let (issues, violations) = findings(context, args)?;
    args.output.or_table().open()?.write_all(&lines::findings(&issues, &violations)?)?;
    let errors = issues.0.iter().filter(|issue| issue.severity == udfs::Severity::Error).count();
    let warnings = issues.0.len() - errors;
    context.reporter.info(&format!("{errors} errors, {} violations, {warnings} warnings", violations.len()));
    Ok(if errors + violations.len() == 0 { Exit::Done } else { Exit::Incomplete })
}

fn findings(context: &Context, args: &Args) -> Result<(Issues, Vec<Violation>), Issues> {
    let tenant = &context.global.tenant;
    if let Some(run) = &args.run {
        let planned = source::of_run(&source::open(context)?, tenant, run)?;
        return Ok((inputs::check(&planned.problem), check::verify(&planned.problem, &planned.result)));
    }
    let read = match (&args.problem, &args.schedule) {
        (Some(path), _) => document::problem(path, &context.reporter),
        (None, schedule) => {
            let schedule = schedule.as_deref().unwrap_or_default();
            stored::problem(&source::open(context)?, tenant, schedule, &Overrides::default())
                .map(|(problem, _)| problem)
        }
    };
    match read {
        Ok(problem) => checked(args, &problem),
        Err(issues) if could_be_read(&issues) => Ok((issues, Vec::new())),
        Err(issues) => Err(issues),
    }
}

fn checked(args: &Args, problem: &Problem) -> Result<(Issues, Vec<Violation>), Issues> {
    let issues = inputs::check(problem);
    let violations = match &args.result {
        Some(path) if !issues.has_errors() => check::verify(problem, &document::result(problem, path)?),
        _ => Vec::new(),
    };
    Ok((issues, violations))
}

/// Whether the input was there, and is wrong; that is what is asked here.
fn could_be_read(issues: &Issues) -> bool {
    let absent = [Code::Io, Code::WarehouseMissing, Code::WarehouseDamaged, Code::Malformed, Code::UnknownReference];
    !issues.0.iter().any(|issue| absent.contains(&issue.code))
}
