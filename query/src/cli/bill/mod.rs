mod by_site;
mod compare;
mod explain;
mod folder;
mod meter;
mod parquet;
mod reconcile;
mod site_tariffs;
mod tables;
mod tariffs;

use std::path::PathBuf;

use udfs::{Issues, plan};

use super::{Context, Exit, document, lines, source};
use crate::output::OutputArgs;
use crate::shell::{self, Shell};

const EXAMPLES: &str = "\
Examples:
  heatsched bill --problem day.json --result plan.json                 what the plan costs, line by line
  heatsched bill --problem day.json                                    what FIFO costs
  heatsched bill --site plant-a --start 2026-01-01T00:00:00-06:00 --end 2026-02-01T00:00:00-06:00
                                                                       the site's load of January
  heatsched bill --problem day.json --result plan.json --output bill.xlsx
  heatsched bill --tariff tariff.json --load meter.csv --time-zone America/Chicago
                                                                       any meter, no warehouse
  heatsched bill --tariff tariff.json --load meter.csv --format json   parts by month, and lines
  heatsched bill --tariff tariff.json --load meter.csv --explain       what set each peak
  heatsched bill --tariff now.json --tariff new.json --load meter.csv --compare
  heatsched bill --tariff tariff.json --load meter.csv --invoice invoice.csv
  heatsched bill --tariff tariff.json --load fleet.parquet --by-site   a bill for each of many sites

A tariff is JSON of heatsched's own form or of the Utility Rate Database (URDB), or its tables
(tariffs, tariff_periods, demand_charges, fixed_charges, holidays, energy_prices) as the sheets of a
workbook or CSV files of a folder. A load is CSV, xlsx or Parquet with a column start (local, or with
offset) and one of kw or kwh (of each interval), perhaps one of kvar, kva or power_factor. Rows may be
in any order; the length of an interval is the smallest distance of two starts. Hours that come twice in autumn are taken in file
order.

Amounts are rounded half away from zero to cents, once a line; the lines add up to the total.";

/// Bill a plan, or a site's load, to the cent
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["problem", "site", "tariff"]))]
pub(super) struct Args {
    /// Problem document; `-`: standard input
    #[arg(long, value_name = "FILE")]
    problem: Option<PathBuf>,
    /// Result document of the problem; without it the FIFO schedule
    #[arg(long, value_name = "FILE", requires = "problem")]
    result: Option<PathBuf>,
    /// Site of the warehouse whose load is billed
    #[arg(long, value_name = "ID", requires_all = ["start", "end"])]
    site: Option<String>,
    /// From this instant, with offset
    #[arg(long, value_name = "TIME", requires = "site")]
    start: Option<String>,
    /// To this instant, excluded
    #[arg(long, value_name = "TIME", requires = "site")]
    end: Option<String>,
    #[command(flatten)]
    meter: meter::MeterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let output = args.output.or_table();
    if args.meter.is_given() {
        return meter::run(context, &args.meter, &output);
    }
    let Some(problem) = &args.problem else { return of_site(context, args, &output) };
    let problem = document::problem(problem, &context.reporter)?;
    let bill = match &args.result {
        Some(path) => {
            let result = document::result(&problem, path)?;
            plan::bill(&problem, &document::schedule(&result), result.schedule_kind)?
        }
        None => plan::baseline(&problem)?,
    };
    context.reporter.issues(&bill.warnings);
    output.open()?.write_all(&lines::bill(
        &problem.site.currency,
        problem.site.time_zone,
        &bill.cost,
        output.is_table(),
    )?)?;
    Ok(Exit::Done)
}

/// The same function that SQL offers.
fn of_site(context: &Context, args: &Args, output: &OutputArgs) -> Result<Exit, Issues> {
    let literal = |text: &Option<String>| format!("'{}'", text.as_deref().unwrap_or_default().replace('\'', "''"));
    let sql = format!(
        "SELECT * FROM calculate_bill({}, {}, {})",
        literal(&args.site),
        literal(&args.start),
        literal(&args.end)
    );
    let warehouse = source::open(context)?;
    let mut open = output.open()?;
    context.runtime.block_on(async {
        let session = Shell::open(&warehouse, &context.global.tenant, &context.reporter).await?;
        shell::execute(&session, &sql, &mut open).await
    })?;
    open.finish()?;
    Ok(Exit::Done)
}
