use std::path::PathBuf;

use chrono::Utc;
use serde_json::{Map, Value};
use udfs::model::{PlanResult, Problem};
use udfs::stored::Overrides;
use udfs::{Issues, plan, stored};

use super::{Context, Exit, document, lines, solve, source, summary};
use crate::output::OutputArgs;

const EXAMPLES: &str = "\
Examples:
  heatsched optimize --problem day.json --result plan.json
  heatsched optimize --problem - < day.json | jq .savings
  heatsched optimize --schedule S-2026-01-05                  on the warehouse: the run is stored
  heatsched optimize --problem day.json --log json 2>progress.ndjson

The same problem and options give the same plan and hash on any machine: limits count work, not seconds. A run that
--time-limit or Ctrl-C cut short says so (reproducible: false).

Exit codes: 0 a plan that holds every constraint; 3 constraints cannot all hold and the least bad plan was written
(status elastic, its violations say what would remove them); 130 cancelled, the best plan so far was written; 1 failed.";

/// Plan for the least cost
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Problem document; `-`: standard input
    #[arg(long, value_name = "FILE", conflicts_with = "schedule", required_unless_present = "schedule")]
    problem: Option<PathBuf>,
    /// Write the result document here instead of to standard output
    #[arg(long, value_name = "FILE", requires = "problem")]
    result: Option<PathBuf>,
    /// Schedule of the warehouse; the run is stored, or found again where the same input was solved before
    #[arg(long, value_name = "ID")]
    schedule: Option<String>,
    /// Stop when the plan is proved to be within this fraction of the best possible [default: 0.01]
    #[arg(long, value_name = "FRACTION")]
    gap: Option<String>,
    /// Stop after this much work, counted by the solver
    #[arg(long, value_name = "UNITS")]
    work_limit: Option<u64>,
    /// Stop after this many seconds; the plan then depends on the machine
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<String>,
    /// Threads to solve with; never changes the plan
    #[arg(long, value_name = "N")]
    threads: Option<u32>,
    /// Random seed
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Args {
    fn overrides(&self) -> Result<Overrides, Issues> {
        let mut options = Map::new();
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                options.insert(name.to_string(), value);
            }
        };
        set("gap_tolerance", self.gap.clone().map(Value::from));
        set("work_limit", self.work_limit.map(Value::from));
        set("time_limit_seconds", self.time_limit.clone().map(Value::from));
        set("threads", self.threads.map(Value::from));
        set("seed", self.seed.map(Value::from));
        Overrides::from_json(&Value::Object(options).to_string())
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let overrides = args.overrides()?;
    match (&args.problem, &args.schedule) {
        (Some(problem), _) => of_document(context, args, document::problem(problem, &context.reporter)?, &overrides),
        (None, Some(schedule)) => of_schedule(context, args, schedule, &overrides),
        (None, None) => Ok(Exit::Failed),
    }
}

fn of_document(context: &Context, args: &Args, mut problem: Problem, overrides: &Overrides) -> Result<Exit, Issues> {
    overrides.apply(&mut problem)?;
    let (plan, cancel) =
        solve::controlled(context, &problem.site.currency, |control| plan::optimize(&problem, control));
    let result = plan?.optimized;
    context.reporter.issues(&result.warnings);
    document::write_result(args.result.as_ref(), &problem, &result)?;
    summary::report(&context.reporter, &problem, &result);
    Ok(cancel.or(exit(&result)))
}

fn of_schedule(context: &Context, args: &Args, schedule: &str, overrides: &Overrides) -> Result<Exit, Issues> {
    let warehouse = source::open(context)?;
    let tenant = &context.global.tenant;
    let (run, cancel) = solve::controlled(context, "", |control| {
        stored::optimize(&warehouse, tenant, schedule, overrides, Utc::now(), control)
    });
    let run = run?;
    let planned = source::of_run(&warehouse, tenant, &run.run_id)?;
    let output = args.output.or_table();
    output.open()?.write_all(&lines::assignments(&planned.problem, &planned.result, output.is_table())?)?;
    let found = if run.solved.is_some() { "stored" } else { "found again, the same input was solved before" };
    context.reporter.info(&format!("run {} ({found})", run.run_id));
    summary::report(
        &context.reporter,
        &planned.problem,
        run.solved.as_ref().map_or(&planned.result, |plan| &plan.optimized),
    );
    Ok(cancel.or(exit(&planned.result)))
}

pub(super) fn exit(result: &PlanResult) -> Exit {
    if result.violations.is_empty() { Exit::Done } else { Exit::Incomplete }
}
