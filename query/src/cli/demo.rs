use std::path::PathBuf;

use chrono::Utc;
use udfs::Issues;
use udfs::stored::{self, Overrides};

use super::{Context, Exit, lines, optimize, solve, source, summary};
use crate::output::{Columns, Format, Output};
use crate::warehouse::Warehouse;
use crate::{demo, plot};

const EXAMPLES: &str = "\
Examples:
  heatsched demo
  heatsched demo --warehouse /tmp/demo --plot /tmp/plan.png
  heatsched demo --day 2026-03-08                             the day on which clocks go forward

The plan, its bill and the savings are printed; the warehouse stays, to be asked about anything in SQL. The second time
the plan is found again in the warehouse.";

/// Load the demo plant, plan a day, and show the plan, its bill and what it saves
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Local day to plan
    #[arg(long, value_name = "DATE", default_value = demo::DAY)]
    day: chrono::NaiveDate,
    /// Picture to write, svg or png
    #[arg(long, value_name = "FILE", default_value = "demo-plan.svg")]
    plot: PathBuf,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let reporter = &context.reporter;
    let tenant = &context.global.tenant;
    let url = &context.global.warehouse;
    let warehouse = Warehouse::create(url)?;
    let loaded = demo::load(&warehouse, tenant)?;
    reporter.info(&format!("demo plant: {loaded} rows in warehouse {url}"));

    let schedule = demo::schedule_id(args.day);
    let overrides = Overrides::default();
    let (run, cancel) = solve::controlled(context, "USD", |control| {
        stored::optimize(&warehouse, tenant, &schedule, &overrides, Utc::now(), control)
    });
    let run = run?;
    let planned = source::of_run(&warehouse, tenant, &run.run_id)?;
    let (problem, result) = match &run.solved {
        Some(solved) => (&planned.problem, &solved.optimized),
        None => (&planned.problem, &planned.result),
    };

    print(
        &format!("Plan of {} for {}, times in {}", problem.site.site_id, args.day, problem.site.time_zone),
        &lines::assignments(problem, result, true)?,
    )?;
    print("Bill", &lines::bill(&problem.site.currency, problem.site.time_zone, &result.cost, true)?)?;
    print("Against first in, first out", &compared(planned.baseline.as_ref(), result)?)?;
    plot::write(&args.plot, problem, result, planned.baseline.as_ref())?;

    summary::report(reporter, problem, result);
    if run.solved.is_none() {
        reporter.info("this day was planned before; the plan was found again in the warehouse");
    }
    reporter.info(&format!("picture: {}", args.plot.display()));
    reporter.info(&next(url, &schedule, &run.run_id));
    Ok(cancel.or(optimize::exit(result)))
}

fn print(heading: &str, batch: &arrow::record_batch::RecordBatch) -> Result<(), Issues> {
    crate::output::write_atomically("-".as_ref(), format!("{heading}\n").as_bytes())?;
    Output::open(Format::Table, None, None)?.write_all(batch)
}

/// Parts of the cost, of the plan and of FIFO.
fn compared(
    baseline: Option<&udfs::model::PlanResult>,
    result: &udfs::model::PlanResult,
) -> Result<arrow::record_batch::RecordBatch, Issues> {
    let parts = |cost: &udfs::model::Cost| [cost.energy, cost.demand, cost.fuel, cost.fixed, cost.total];
    let plan = parts(&result.cost);
    let fifo = baseline.map(|baseline| parts(&baseline.cost));
    let each = |f: fn(&[udfs::model::Decimal; 5], usize) -> udfs::model::Decimal,
                of: Option<[udfs::model::Decimal; 5]>| {
        (0..5).map(move |i| of.as_ref().map(|values| f(values, i)))
    };
    let saved = fifo.map(|fifo| std::array::from_fn(|i| fifo[i] - plan[i]));
    Columns::default()
        .text("cost", ["energy", "demand", "fuel", "fixed", "total"])
        .decimal("FIFO", 2, each(|values, i| values[i], fifo))
        .decimal("plan", 2, each(|values, i| values[i], Some(plan)))
        .decimal("saved", 2, each(|values, i| values[i], saved))
        .batch()
}

fn next(url: &str, schedule: &str, run: &str) -> String {
    let at = if url == "warehouse" { String::new() } else { format!(" -w {url}") };
    format!(
        "next:\n  \
         heatsched{at}                                           SQL shell: \\d lists the tables\n  \
         heatsched{at} -c \"SELECT * FROM savings\"\n  \
         heatsched{at} -c \"SELECT * FROM optimize_schedule('{schedule}')\"\n  \
         heatsched{at} plot --run {run} --output plan.png\n  \
         heatsched{at} -c \"SELECT * FROM cost_lines\" --output bill.xlsx"
    )
}
