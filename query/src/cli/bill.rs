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

Amounts are rounded half away from zero to cents, once a line; the lines add up to the total.";

/// Bill a plan, or a site's load, to the cent
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Problem document; `-`: standard input
    #[arg(long, value_name = "FILE", conflicts_with = "site", required_unless_present = "site")]
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
    output: OutputArgs,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let output = args.output.or_table();
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
    output.open()?.write_all(&lines::bill(&problem, &bill.cost, output.is_table())?)?;
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
